/**
 * Installs one Debian package ($1 and its alternatives) without letting its service start, neither now nor at the next
 * boot: Cordon runs a server of its own, and a second one on port 6379 is nothing the user asked for.
 *
 * policy-rc.d answers 101 ("do not start") during the installation and goes afterwards when we made it. With systemd the
 * unit is masked until the next boot at most, then disabled; `systemctl enable --now` still works for those who want it.
 * Exit 3: no candidate is new enough.
 */
export const APT_SCRIPT = `
set -eu
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
least=$1
shift
policy=/usr/sbin/policy-rc.d
made= masked=

cleanup() {
  [ -z "$made" ] || rm -f "$policy"
  [ -z "$masked" ] || systemctl --quiet unmask --runtime "$masked" || true
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

choose() {
  for name in "$@"; do
    candidate=$(apt-cache policy "$name" | sed -n 's/^ *Candidate: *//p')
    major=$(printf '%s' "\${candidate#*:}" | sed 's/[^0-9].*//')
    if [ -n "$major" ]; then
      known=1
      if [ "$major" -ge "$least" ]; then package=$name; return; fi
    fi
  done
}
apt() { apt-get -q -y -o DPkg::Lock::Timeout=180 -o Dpkg::Use-Pty=0 -o Acquire::Retries=2 "$@" </dev/null; }

# The lists have a lock of their own that apt-get does not wait for.
update() {
  tries=0
  until apt update; do
    tries=$((tries + 1))
    [ "$tries" -lt 4 ] || return 1
    sleep 5
  done
}

package= known=
choose "$@"
if [ -z "$known" ]; then update; updated=1; choose "$@"; fi
if [ -z "$package" ]; then echo "no package of version $least or newer: $*"; exit 3; fi

if [ ! -e "$policy" ] && [ ! -L "$policy" ]; then
  (set -C; printf '#!/bin/sh\\nexit 101\\n' >"$policy")
  made=1
  chmod 755 "$policy"
fi
if [ -d /run/systemd/system ] && systemctl --quiet mask --runtime "$package.service"; then masked=$package.service; fi

install() { apt install --no-install-recommends "$package"; }
install || { [ -z "\${updated:-}" ] && update && install; } # stale lists name packages that are gone

if [ -n "$masked" ]; then systemctl --quiet unmask --runtime "$masked"; masked=; fi
if command -v systemctl >/dev/null; then
  systemctl --quiet disable "$package.service" || true
elif command -v update-rc.d >/dev/null; then
  update-rc.d "$package" disable || true
fi
echo "installed $package"
`;
