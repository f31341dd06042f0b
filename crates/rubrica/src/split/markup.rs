//! What markup says of where items part. Where it says nothing, looks decide.

use crate::document::{Hint, Role};

use super::look::Kind;
use super::paste::{Entry, Gap};

/// Settles the gaps of which markup is certain.
pub(super) fn settle(entries: &mut [Entry]) {
    let mut headings = [0_usize; 256];
    for entry in &*entries {
        if let Some(Hint { role: Role::Heading(level), .. }) = entry.hint {
            headings[usize::from(level)] += 1;
        }
    }
    // Level of the heading that the item began with.
    let mut own = None;
    for at in 0..entries.len() {
        let gap = if at == 0 { Gap::Parted } else { gap(entries, at, own, &headings) };
        // Signs part items too, but none that markup holds together.
        if gap != Gap::Open {
            entries[at].gap = gap;
        }
        if entries[at].gap == Gap::Parted {
            own = None;
        }
        if let (None, Some(Hint { role: Role::Heading(level), .. })) = (own, entries[at].hint) {
            own = Some(level);
        }
    }
}

/// The gap before line `at` of an item whose own heading is of that level; `headings` says how many there are of each.
fn gap(entries: &[Entry], at: usize, own: Option<u8>, headings: &[usize; 256]) -> Gap {
    let (before, entry) = (&entries[at - 1], &entries[at]);
    let (Some(a), Some(b)) = (before.hint, entry.hint) else { return Gap::Open };
    if a.item.is_some() || b.item.is_some() {
        return if a.item == b.item { Gap::Joined } else { Gap::Parted };
    }
    if a.block == b.block {
        // A paragraph of many lines may be a column of headlines.
        return if b.role == Role::Paragraph { Gap::Open } else { Gap::Joined };
    }
    match (a.role, b.role) {
        // Below a headline, a lone heading of a lower level is its second line; of many, each begins an item.
        (Role::Heading(above), Role::Heading(level)) if level > above && headings[usize::from(level)] == 1 => {
            Gap::Joined
        }
        (Role::Heading(_), Role::Heading(_)) => Gap::Parted,
        (Role::Time | Role::Byline, Role::Heading(_)) if own.is_none() => Gap::Joined,
        (_, Role::Heading(level)) if own.is_some_and(|own| level > own) => below_subhead(entries, at),
        (_, Role::Heading(_)) => Gap::Parted,
        (Role::Link, Role::Link) if before.look.kind != Kind::Label && entry.look.kind != Kind::Label => Gap::Parted,
        (Role::Heading(_), Role::Paragraph) if entry.look.kind.is_text() => Gap::Joined,
        (_, Role::Quote) => Gap::Joined,
        _ => Gap::Open,
    }
}

/// A heading of a lower level goes on with the item if text goes on behind it, and not a list of links or headings.
fn below_subhead(entries: &[Entry], at: usize) -> Gap {
    match entries.get(at + 1).map(|next| (next.hint.map(|hint| hint.role), next.look.kind)) {
        Some((Some(Role::Paragraph | Role::ListItem | Role::Quote), kind)) if kind.is_text() => Gap::Joined,
        Some((Some(Role::Paragraph | Role::ListItem | Role::Quote), _)) => Gap::Open,
        _ => Gap::Parted,
    }
}
