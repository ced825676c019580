//! Numbers that look random and are the same on every run, so that a failure comes again.

/// xorshift64.
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero.
        Self(seed | 1)
    }

    /// A number from 0 up to, not including, the limit; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % (limit as u64).max(1)) as usize
    }

    /// Any byte.
    pub fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    /// Bytes changed, cut out, doubled or moved.
    pub fn damaged(&mut self, sound: &[u8]) -> Vec<u8> {
        let mut bytes = sound.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            let length = self.below(bytes.len() - at) + 1;
            match self.below(5) {
                0 | 1 => bytes[at] = self.byte(),
                2 => bytes[at] ^= 1 << self.below(8),
                3 => drop(bytes.drain(at..at + length.min(40))),
                _ => {
                    let piece = bytes[at..at + length.min(40)].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
        bytes
    }
}
