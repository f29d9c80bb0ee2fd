//! How this installation becomes a bank's client.
