import { join } from "node:path";

import { root } from "../../scripts/lib/run.mjs";

/** The native command, as `cargo test --workspace` leaves it: it takes minutes to link one for users. */
export const NATIVE = join(root, "target/debug/rubrica");
