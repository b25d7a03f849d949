#!/bin/sh
# Puts this machine under Driftvakt's watch. Served by the control plane, which fills in its address and the sums of
# the executables:
#   curl -fsSL URL/install.sh | sh -s -- --token dvj_… --server-key FINGERPRINT
# Running it again changes nothing but a newer executable. `--uninstall` takes everything away.
set -eu
umask 077

SERVER='@SERVER_URL@'
SHA256_X64='@SHA256_X64@'
SHA256_ARM64='@SHA256_ARM64@'
FOLDER=/usr/local/lib/driftvakt-agent
PROGRAM=$FOLDER/driftvakt-agent
LINK=/usr/local/bin/driftvakt-agent
STATE=/var/lib/driftvakt-agent
UNIT=/etc/systemd/system/driftvakt-agent.service
GUARD=$FOLDER/guard
RELEASE_KEYS=/etc/driftvakt-agent/release-keys

say() { printf '%s\n' "driftvakt: $*"; }
die() { printf '%s\n' "driftvakt: $*" >&2; exit 1; }

usage() {
  cat <<'USAGE'
install.sh --token dvj_… --server-key FINGERPRINT [--server URL] [--tls-pin SHA256] [--release-key KEY]…
install.sh --uninstall [--keep-state]

  --token        the join token that the control plane gave for this machine, good for ten minutes
  --server-key   fingerprint of the control plane's key, 64 hex digits: the machine believes nobody else
  --tls-pin      SHA-256 of the server's TLS key (SPKI, hex), for a certificate without a public issuer
  --release-key  who may sign newer agents, 64 hex digits; replaces the keys that were pinned before. Without any, the
                 agent is never updated but by running this again
  --uninstall    stops the agent and removes it with all it stored; --keep-state leaves its key and journal
USAGE
}

# Everything is a function, called in the last line: half a download does nothing.
main() {
  token='' server_key='' tls_pin='' release_keys='' uninstall='' keep_state=''
  while [ $# -gt 0 ]; do
    case $1 in
      --token) token=${2:?--token needs a value}; shift 2 ;;
      --server-key) server_key=${2:?--server-key needs a value}; shift 2 ;;
      --server) SERVER=${2:?--server needs a value}; shift 2 ;;
      --tls-pin) tls_pin=${2:?--tls-pin needs a value}; shift 2 ;;
      --release-key)
        release_keys="$release_keys${2:?--release-key needs a value}
"
        shift 2 ;;
      --uninstall) uninstall=1; shift ;;
      --keep-state) keep_state=1; shift ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; die "no option \"$1\"" ;;
    esac
  done
  [ "$(id -u)" = 0 ] || die 'run this as root'
  if [ -n "$uninstall" ]; then uninstall; exit 0; fi
  [ "$(uname -s)" = Linux ] || die 'only Linux is known'
  install_program
  pin_release_keys
  enrol
  start
}

architecture() {
  case $(uname -m) in
    x86_64 | amd64) echo x64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) die "no agent for a $(uname -m) processor" ;;
  esac
}

install_program() {
  arch=$(architecture)
  case $arch in
    x64) sum=$SHA256_X64 ;;
    arm64) sum=$SHA256_ARM64 ;;
  esac
  [ -n "$sum" ] || die "this control plane has no agent for $arch"
  command -v sha256sum > /dev/null || die 'sha256sum is missing (package coreutils)'
  mkdir -p "$FOLDER"
  chmod 755 "$FOLDER"
  if has_sum "$PROGRAM" "$sum"; then
    say 'the agent is up to date'
  else
    fresh=$(mktemp "$FOLDER/.download.XXXXXX")
    trap 'rm -f "$fresh"' EXIT
    say "fetching the agent for $arch"
    fetch "$SERVER/agent/v1/download/driftvakt-agent-linux-$arch" "$fresh"
    has_sum "$fresh" "$sum" || die 'the download is not what this installer expects; nothing was changed'
    chmod 755 "$fresh"
    # The name is taken over in one step; an agent that runs keeps its old file until it is restarted.
    # What root puts here is no update on trial.
    rm -f "$FOLDER/trial" "$FOLDER/trial-starts" "$FOLDER/rolled-back"
    mv -f "$fresh" "$PROGRAM"
    trap - EXIT
    changed=1
  fi
  ln -sf "$PROGRAM" "$LINK"
}

# Who may sign newer agents is root's word alone: the agent cannot write there, and the control plane has no say in it.
pin_release_keys() {
  [ -n "$release_keys" ] || return 0
  if printf '%s' "$release_keys" | grep -Evq '^[0-9a-f]{64}$'; then die '--release-key is 64 hex digits'; fi
  mkdir -p "${RELEASE_KEYS%/*}"
  printf '%s' "$release_keys" > "$RELEASE_KEYS.new"
  chmod 644 "$RELEASE_KEYS.new"
  mv -f "$RELEASE_KEYS.new" "$RELEASE_KEYS"
}

has_sum() {
  [ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum -c - > /dev/null 2>&1
}

# With a pinned TLS key the issuer does not count: curl checks the pin itself; what wget fetches is held against its sum.
fetch() {
  if command -v curl > /dev/null; then
    if [ -n "$tls_pin" ]; then
      curl -fsS --retry 3 --insecure --pinnedpubkey "sha256//$(printf '%s' "$tls_pin" | hex_to_base64)" -o "$2" "$1"
    else
      curl -fsS --retry 3 -o "$2" "$1"
    fi
  elif command -v wget > /dev/null; then
    if [ -n "$tls_pin" ]; then
      wget -q --tries=3 --no-check-certificate -O "$2" "$1"
    else
      wget -q --tries=3 -O "$2" "$1"
    fi
  else
    die 'neither curl nor wget is installed'
  fi || die "could not fetch $1"
}

hex_to_base64() {
  # shellcheck disable=SC2059 # the escapes are the point
  printf "$(sed 's/../\\x&/g' | to_octal)" | base64 | tr -d '\n'
}

# POSIX printf knows octal escapes only.
to_octal() {
  sed 's/\\x/\n/g' | while read -r byte || [ -n "$byte" ]; do
    [ -n "$byte" ] && printf '\\%03o' "0x$byte"
  done
}

enrol() {
  if [ -f "$STATE/identity.json" ]; then
    say 'this machine is enrolled already'
    return
  fi
  [ -n "$token" ] && [ -n "$server_key" ] || { usage >&2; die 'a new machine needs --token and --server-key'; }
  set -- enrol --server "$SERVER" --server-key "$server_key" --state "$STATE"
  [ -z "$tls_pin" ] || set -- "$@" --tls-pin "$tls_pin"
  # The token goes by the environment: arguments can be read by everybody on the machine.
  DRIFTVAKT_JOIN_TOKEN=$token "$PROGRAM" "$@" || die 'enrolment failed; nothing watches this machine yet'
}

start() {
  if [ ! -d /run/systemd/system ]; then
    say 'systemd does not run this machine, so nothing starts the agent by itself. Start it with:'
    say "  $PROGRAM run"
    return
  fi
  put guard "$GUARD" 755
  put unit "$UNIT" 644
  systemctl daemon-reload
  systemctl enable --quiet driftvakt-agent.service
  if [ -n "${changed:-}" ]; then systemctl restart driftvakt-agent.service; else systemctl start driftvakt-agent.service; fi
  systemctl is-active --quiet driftvakt-agent.service || die 'the agent did not start; see: journalctl -u driftvakt-agent'
  say 'this machine is being watched'
}

# put WHAT WHERE MODE: writes what a function prints, and notes whether that changed anything.
put() {
  "$1" > "$2.new"
  chmod "$3" "$2.new"
  if cmp -s "$2.new" "$2"; then
    rm -f "$2.new"
  else
    mv -f "$2.new" "$2"
    changed=1
  fi
}

uninstall() {
  if [ -d /run/systemd/system ] && [ -f "$UNIT" ]; then
    systemctl disable --quiet --now driftvakt-agent.service || true
  fi
  rm -f "$UNIT" "$LINK"
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
  rm -rf "$FOLDER"
  [ -n "$keep_state" ] || rm -rf "$STATE" "$RELEASE_KEYS"
  say 'the agent is gone'
}

# Starts the agent. Where an update has just exchanged the program, waits until the new one has proven itself, by having a
# reading taken by the control plane; one that ends or does not get there in time is exchanged for the one before. No
# update touches this script, so that no bad one can break it.
guard() {
  cat <<'GUARD_FILE'
#!/bin/sh
set -u
STATE=$1
FOLDER=$(dirname "$0")
PROGRAM=$FOLDER/driftvakt-agent
TRIAL=$FOLDER/trial
seconds_left=${DRIFTVAKT_TRIAL_SECONDS:-300}
stopping=''

run() { exec "$PROGRAM" run --state "$STATE"; }

# The note comes first and the trial ends last: if the machine goes down in between, the next start finishes this.
take_back() {
  [ -f "$FOLDER/rolled-back" ] || printf '%s %s\n' "$(cat "$TRIAL")" "$1" > "$FOLDER/rolled-back"
  echo "the update does not work ($1); the version before comes back" >&2
  [ ! -f "$PROGRAM.previous" ] || mv -f "$PROGRAM.previous" "$PROGRAM"
  sync "$FOLDER" "$FOLDER/rolled-back"
  rm -f "$TRIAL" "$TRIAL-starts"
  run
}

[ -f "$TRIAL" ] || run
[ ! -f "$FOLDER/rolled-back" ] || take_back again
starts=$(cat "$TRIAL-starts" 2>/dev/null || echo 0)
[ "$starts" -lt 3 ] || take_back "it was started $starts times and never proved itself"
echo $((starts + 1)) > "$TRIAL-starts"

version=$(cat "$TRIAL")
on_trial() { [ "$(cat "$TRIAL" 2>/dev/null)" = "$version" ]; }

trap 'stopping=1; kill -TERM "$child" 2>/dev/null' TERM INT
"$PROGRAM" run --state "$STATE" &
child=$!
while on_trial && [ -z "$stopping" ] && kill -0 "$child" 2>/dev/null; do
  if [ "$seconds_left" -le 0 ]; then
    kill -KILL "$child"
    wait "$child"
    take_back 'it did not prove itself in time'
  fi
  seconds_left=$((seconds_left - 1))
  sleep 1 &
  wait $!
done
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
# One that proved itself may have put the next one on trial: that is for the next start to see to.
! on_trial || [ -n "$stopping" ] || take_back "it ended with code $code"
exit "$code"
GUARD_FILE
}

unit() {
  cat <<UNIT_FILE
[Unit]
Description=Driftvakt agent: watches this machine for its hosting provider
Documentation=file://$FOLDER
Wants=network-online.target
After=network-online.target dbus.service
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=$GUARD $STATE
# The run-time's own settings: less memory for a program that is idle nearly always, and no waking to look for idleness.
Environment=BUN_JSC_useDFGJIT=0 BUN_JSC_forceRAMSize=67108864 BUN_GC_TIMER_DISABLE=1 BUN_GC_RUNS_UNTIL_SKIP_RELEASE_ACCESS=0 MIMALLOC_PURGE_HOLES_MIN_INTERVAL=60000
EnvironmentFile=-/etc/driftvakt-agent/environment
Restart=always
RestartSec=2
# The last report leaves within three seconds.
TimeoutStopSec=10
KillMode=mixed
OOMScoreAdjust=-500
MemoryMax=256M
MemorySwapMax=0
TasksMax=64
LimitNOFILE=4096
Nice=-5
UMask=0077
StateDirectory=driftvakt-agent
StateDirectoryMode=0700

# It writes nowhere but to its own state and, for an update of itself, to its own program; services are restarted by
# asking systemd. Whose updates it takes is pinned where it cannot write.
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=$STATE $FOLDER
PrivateTmp=yes
DevicePolicy=closed
DeviceAllow=/dev/kmsg r
NoNewPrivileges=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectClock=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
# Other users' processes, packages' files and all mounts are read; nothing else of root's power is kept.
CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_SYSLOG
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources @mount @obsolete @cpu-emulation @debug
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
UNIT_FILE
}

main "$@"
