//! Boxes of one column side by side, where several are at the same time.

use super::sheet::{BESIDE, ONE_LINE, SLOT, TWO_LINES};
use super::week::{DAY, Entry};

/// The slots of a column.
pub(super) const SLOTS: usize = (DAY / SLOT) as usize;

/// A place in a column: a box, or what is free.
pub(super) struct Place {
    /// The first lane and how many, the first slot and the one behind the last.
    pub(super) lane: usize,
    pub(super) wide: usize,
    pub(super) from: usize,
    pub(super) until: usize,
    /// The box; `None` for what is free.
    pub(super) entry: Option<usize>,
}

/// A column, divided into lanes, which its places cover.
pub(super) struct Lanes {
    pub(super) count: usize,
    /// The most boxes that stand side by side.
    pub(super) beside: usize,
    pub(super) places: Vec<Place>,
    /// The boxes for which no lane was free.
    pub(super) beyond: Vec<usize>,
}

/// A box in its lane.
struct Placed {
    entry: usize,
    lane: usize,
    from: usize,
    until: usize,
}

/// Boxes that overlap each other, one after the other; what is free between them is one without boxes.
struct Cluster {
    from: usize,
    until: usize,
    lanes: usize,
    placed: Vec<Placed>,
}

/// The slots of an entry: not fewer than can be read.
fn slots(entry: &Entry) -> (usize, usize) {
    let least = (ONE_LINE / SLOT) as usize;
    let from = ((entry.from / SLOT) as usize).min(SLOTS - least);
    (from, (entry.until.div_ceil(SLOT) as usize).clamp(from + least, SLOTS))
}

/// Divides a column.
pub(super) fn divide(entries: &[Entry]) -> Lanes {
    let mut order: Vec<(usize, usize, usize)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let (from, until) = slots(entry);
        order.push((from, until, at));
    }
    crate::sort::sort(&mut order);
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut beyond = Vec::new();
    for (from, until, entry) in order {
        let free = Cluster { from, until: from, lanes: 0, placed: Vec::new() };
        let cluster = match clusters.last_mut() {
            Some(last) if from < last.until => last,
            _ => {
                clusters.push(free);
                let last = clusters.len() - 1;
                &mut clusters[last]
            }
        };
        let is_free = |lane: &usize| cluster.placed.iter().all(|other| other.lane != *lane || other.until <= from);
        let Some(lane) = (0..BESIDE).find(is_free) else {
            beyond.push(entry);
            continue;
        };
        cluster.lanes = cluster.lanes.max(lane + 1);
        cluster.until = cluster.until.max(until);
        cluster.placed.push(Placed { entry, lane, from, until });
    }
    heighten(&mut clusters);
    let beside = clusters.iter().map(|cluster| cluster.lanes).max().unwrap_or(1);
    let count = clusters.iter().map(|cluster| cluster.lanes).fold(1, common);
    let mut places = Vec::new();
    let mut at = 0;
    for cluster in clusters {
        free(&mut places, 0, count, at, cluster.from);
        at = cluster.until;
        let wide = count / cluster.lanes;
        for lane in 0..cluster.lanes {
            let mut top = cluster.from;
            for placed in cluster.placed.iter().filter(|placed| placed.lane == lane) {
                free(&mut places, lane * wide, wide, top, placed.from);
                let (from, until, entry) = (placed.from, placed.until, Some(placed.entry));
                places.push(Place { lane: lane * wide, wide, from, until, entry });
                top = until;
            }
            free(&mut places, lane * wide, wide, top, cluster.until);
        }
    }
    free(&mut places, 0, count, at, SLOTS);
    Lanes { count, beside, places, beyond }
}

/// Gives boxes the height of two lines where nothing follows.
fn heighten(clusters: &mut [Cluster]) {
    let mut limit = SLOTS;
    for cluster in clusters.iter_mut().rev() {
        // The last box of each lane is the first here.
        let mut limits = [limit; BESIDE];
        for placed in cluster.placed.iter_mut().rev() {
            let wanted = placed.from + (TWO_LINES / SLOT) as usize;
            placed.until = placed.until.max(wanted.min(limits[placed.lane]));
            limits[placed.lane] = placed.from;
            cluster.until = cluster.until.max(placed.until);
        }
        limit = cluster.from;
    }
}

fn free(places: &mut Vec<Place>, lane: usize, wide: usize, from: usize, until: usize) {
    if from < until {
        places.push(Place { lane, wide, from, until, entry: None });
    }
}

/// The least number of lanes that can be grouped both ways.
fn common(one: usize, other: usize) -> usize {
    (1..).map(|times| times * one).find(|lanes| lanes % other == 0).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(times: &[(u32, u32)]) -> Lanes {
        let entry = |(from, until): &(u32, u32)| Entry {
            number: 0,
            from: *from,
            until: *until,
            what: String::new(),
            time: String::new(),
            said: String::new(),
        };
        divide(&times.iter().map(entry).collect::<Vec<_>>())
    }

    /// Every lane and slot belongs to one place.
    fn is_covered(lanes: &Lanes) -> bool {
        let mut seen = vec![0; lanes.count * SLOTS];
        for place in &lanes.places {
            for lane in place.lane..place.lane + place.wide {
                for slot in place.from..place.until {
                    seen[lane * SLOTS + slot] += 1;
                }
            }
        }
        seen.iter().all(|times| *times == 1)
    }

    #[test]
    fn what_is_at_the_same_time_stands_side_by_side() {
        let lanes = divided(&[(300, 355), (320, 400), (355, 420), (600, 660)]);
        let boxes: Vec<_> = lanes.places.iter().filter(|place| place.entry.is_some()).collect();
        let at = |entry: usize| {
            let place = boxes.iter().find(|place| place.entry == Some(entry)).unwrap();
            (place.lane, place.wide, place.from, place.until)
        };
        assert_eq!([0, 1, 2, 3].map(at), [(0, 1, 60, 71), (1, 1, 64, 80), (0, 1, 71, 84), (0, 2, 120, 132)]);
        assert!(is_covered(&lanes) && lanes.beyond.is_empty());
    }

    #[test]
    fn a_short_one_can_be_read_also_before_another_and_at_the_foot_and_too_many_are_told() {
        let lanes = divided(&[(300, 301), (335, 340), (700, 701), (1439, 1440)]);
        let boxes: Vec<_> = lanes.places.iter().filter(|place| place.entry.is_some()).collect();
        let wanted = [(60, 67), (67, 77), (140, 150), (282, 288)];
        assert_eq!(boxes.iter().map(|place| (place.from, place.until)).collect::<Vec<_>>(), wanted);
        assert!(is_covered(&lanes) && is_covered(&divided(&[(0, 5), (0, 90), (100, 105), (131, 140)])));
        let lanes = divided(&[(0, 60), (0, 60), (60, 120), (60, 120), (60, 120), (60, 120)]);
        assert_eq!((lanes.count, lanes.beyond.as_slice()), (6, &[5][..]));
        assert!(is_covered(&lanes) && is_covered(&divided(&[])));
    }
}
