//! What a message says about itself.

use jiff::Timestamp;

use super::element::{OneOf, choice, element};
use super::party::PartyOrAgent;

element! {
    /// `GroupHeader77`: the head of a request.
    RequestHeader {
        "MsgId" id: String,
        "CreDtTm" created: Timestamp,
        "MsgSndr" sender: Option<OneOf<PartyOrAgent>>,
    }

    /// `GroupHeader81`: the head of a report or statement.
    AnswerHeader {
        "MsgId" id: String,
        "CreDtTm" created: Timestamp,
        "MsgPgntn" page: Option<Pagination>,
        "OrgnlBizQry" query: Option<OriginalQuery>,
    }

    /// `Pagination1`: which page this is, and whether it is the last.
    Pagination {
        "PgNb" number: u32,
        "LastPgInd" is_last: bool,
    }

    /// `OriginalBusinessQuery1`: the request that is answered.
    OriginalQuery {
        "MsgId" id: String,
        "MsgNmId" name: Option<String>,
    }
}

choice! {
    /// `SequenceRange1Choice`: a stretch of a sequence. `FrSeq` asks to go on after a position, `ToSeq` says at which one a
    /// page ended.
    Sequence {
        "FrSeq" From(String),
        "ToSeq" To(String),
    }
}
