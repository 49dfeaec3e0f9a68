//! The lines that differ between two texts.

/// Lines that are gone with `-`, new ones with `+`, in their order.
pub(crate) fn changes(old: &str, new: &str) -> String {
    let [old, new]: [Vec<&str>; 2] = [old, new].map(|text| text.lines().collect());
    let common = common(&old, &new);
    let (mut at, mut to) = (0, 0);
    let mut changes = String::new();
    while at < old.len() || to < new.len() {
        if at < old.len() && to < new.len() && old[at] == new[to] {
            (at, to) = (at + 1, to + 1);
        } else if to == new.len() || at < old.len() && common[at + 1][to] >= common[at][to + 1] {
            changes += &format!("- {}\n", old[at]);
            at += 1;
        } else {
            changes += &format!("+ {}\n", new[to]);
            to += 1;
        }
    }
    changes
}

/// How many lines the rests of both texts have in common, by where the rests begin.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            common[at][to] = match old[at] == new[to] {
                true => common[at + 1][to + 1] + 1,
                false => common[at + 1][to].max(common[at][to + 1]),
            };
        }
    }
    common
}
