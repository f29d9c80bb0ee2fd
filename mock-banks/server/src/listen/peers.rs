//! How many connections each peer has open: so many and no more, or one could take every place.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The open connections by peer.
#[derive(Debug, Clone)]
pub(super) struct Peers {
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    max: usize,
}

/// One peer's place, given back when it is dropped.
#[derive(Debug)]
pub(super) struct PeerPlace {
    peers: Peers,
    peer: IpAddr,
}

impl Peers {
    pub(super) fn new(max: usize) -> Self {
        Self { open: Arc::default(), max }
    }

    /// A place for one more connection of this peer, if it has not too many.
    pub(super) fn admit(&self, peer: IpAddr) -> Option<PeerPlace> {
        let peer = peer.to_canonical();
        let mut open = self.lock();
        let count = open.entry(peer).or_default();
        if *count >= self.max {
            return None;
        }
        *count += 1;
        Some(PeerPlace { peers: self.clone(), peer })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PeerPlace {
    fn drop(&mut self) {
        let mut open = self.peers.lock();
        match open.get_mut(&self.peer) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(open.remove(&self.peer)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_has_so_many_places_and_gets_them_back() {
        let peers = Peers::new(2);
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let first = peers.admit(one).unwrap();
        let _second = peers.admit("::ffff:192.0.2.1".parse().unwrap()).unwrap();
        assert!(peers.admit(one).is_none());
        let elsewhere = peers.admit(other);
        assert!(elsewhere.is_some(), "nobody pays for another peer");
        drop((first, elsewhere));
        assert!(peers.admit(one).is_some());
        assert_eq!(peers.lock().len(), 1, "who has gone is forgotten");
    }
}
