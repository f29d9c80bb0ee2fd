/// What odd banks say.
enum Answer {
    /// An answer in JSON; what is planted is in a cookie, where nobody may look for it.
    static func json(_ status: Int, _ body: String, _ headers: [String: String] = [:], planted: String = "none") -> String {
        let more = headers.map { "\($0): \($1)\r\n" }.joined()
        return "HTTP/1.1 \(status) Odd\r\ncontent-type: application/json\r\nset-cookie: s=\(planted)\r\nconnection: close\r\n\(more)"
            + "content-length: \(body.utf8.count)\r\n\r\n" + body
    }

    /// What an authorisation server says of itself.
    static func metadata(_ origin: String) -> String {
        """
        {"issuer":"\(origin)","authorization_endpoint":"\(origin)/authorize","token_endpoint":"\(origin)/token",
        "pushed_authorization_request_endpoint":"\(origin)/par","jwks_uri":"\(origin)/jwks","registration_endpoint":"\(origin)/register",
        "authorization_response_iss_parameter_supported":true,"code_challenge_methods_supported":["S256"],
        "token_endpoint_auth_methods_supported":["private_key_jwt"],"dpop_signing_alg_values_supported":["ES256"]}
        """
    }

    /// The part of an authorisation server up to the consent, which its API then makes or does not.
    static func upToTheConsent(_ origin: String, _ path: String) -> String {
        switch path {
        case "/register": json(201, #"{"client_id":"app-1"}"#)
        case "/token": json(200, #"{"access_token":"of-the-app","token_type":"DPoP","expires_in":300}"#)
        default: json(200, metadata(origin))
        }
    }
}
