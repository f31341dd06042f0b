# Sourced by scripts/setup, which installs the tools, and by scripts/wasm-env, which finds them again.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/versions
. "$root/scripts/versions"

# Outside the work tree, so that a clean clone does not compile them again; one folder for each version, so that neither
# the user's own ~/.cargo/bin nor another branch's tools are overwritten.
tools=${RUBRICA_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/rubrica}

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# has_version COMMAND VERSION
has_version() {
  [[ " $("$1" --version 2>/dev/null) " == *" $2 "* ]]
}

# The folder of a cargo-installed command, empty when the right version is on PATH anyhow.
# tool_bin CRATE COMMAND VERSION
tool_bin() {
  has_version "$2" "$3" || echo "$tools/$1-$3/bin"
}

# True when the compiler on PATH can already compile for wasm.
# RUBRICA_WASM_RUST=debian says no whatever is there: it tries the other way on a machine that does not need it.
rustc_has_wasm() {
  local libdir
  [[ ${RUBRICA_WASM_RUST-} != debian ]] || return
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return
  compgen -G "$libdir/libstd-*.rlib" >/dev/null
}

# The sysroot that scripts/setup makes of Debian's packages where rustup cannot fetch one.
# Named after the compiler, since no other can read its rlibs; the last number counts changes to the recipe.
debian_sysroot() {
  local version
  version=$(/usr/bin/rustc --version 2>/dev/null) || return
  awk -v tools="$tools" '{ gsub(/[()]/, "", $3); print tools "/wasm32-" $2 "-" $3 "-1" }' <<<"$version"
}

debian_sysroot_is_ready() {
  local sysroot host
  sysroot=$(debian_sysroot) && [[ -x $sysroot/bin/rustc ]] || return
  # The linker is a link into another toolchain, which may have gone.
  host=$(host_triple)
  [[ -x $sysroot/lib/rustlib/$host/bin/rust-lld ]]
}

host_triple() {
  /usr/bin/rustc -vV | sed -n 's/^host: //p'
}

registry_sources() {
  compgen -G "${CARGO_HOME:-$HOME/.cargo}/registry/src/*" || true
}
