//! Work on all cores, results in order, memory bounded.

use rayon::prelude::*;

/// Rows are handed to the cores in batches of so many, …
const ROWS: usize = 1024;
/// … or fewer, once they hold so many bytes.
const BYTES: usize = 8 << 20;

/// Does `work` on every row, and `done` with every result, in the order of the rows. `weigh` tells the bytes of a row.
pub fn in_order<T: Send, R: Send, E>(
    rows: impl IntoIterator<Item = T>,
    weigh: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut rows = rows.into_iter().fuse();
    loop {
        let batch = next_batch(&mut rows, &weigh);
        if batch.is_empty() {
            return Ok(());
        }
        let results: Vec<R> = batch.into_par_iter().map(&work).collect();
        results.into_iter().try_for_each(&mut done)?;
    }
}

fn next_batch<T>(rows: &mut impl Iterator<Item = T>, weigh: impl Fn(&T) -> usize) -> Vec<T> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < ROWS && bytes < BYTES {
        let Some(row) = rows.next() else { break };
        bytes += weigh(&row);
        batch.push(row);
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_rows() {
        let mut seen = Vec::new();
        let all = in_order(
            0..5000_u32,
            |_| 1,
            |row| row * 2,
            |double| {
                seen.push(double);
                Ok::<_, ()>(())
            },
        );
        assert_eq!(all, Ok(()));
        assert!(seen.iter().copied().eq((0..5000).map(|row| row * 2)));
    }

    #[test]
    fn the_first_failure_ends_the_work() {
        let mut seen = 0;
        let all = in_order(
            0..5000_u32,
            |_| 1,
            |row| row,
            |row| {
                seen += 1;
                if row == 7 { Err(row) } else { Ok(()) }
            },
        );
        assert_eq!((all, seen), (Err(7), 8));
    }

    #[test]
    fn a_batch_of_large_rows_is_short() {
        let mut rows = 0..100;
        assert_eq!(next_batch(&mut rows, |_| BYTES / 4).len(), 4);
        assert_eq!(rows.next(), Some(4));
    }
}
