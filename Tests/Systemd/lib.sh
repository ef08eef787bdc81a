# What the checks have in common. Each check is sourced with `set -e` in a subshell of its own; what it prints is shown only when
# it fails, but for lines that begin with “note: ”.

export LC_ALL=C.UTF-8
state=/var/lib/tolmach
configuration=/etc/tolmach/config.yaml
key=sk-test-3f1c9b

fail() { printf '%s\n' "$*" && exit 1; }

# eventually SECONDS WHAT COMMAND…
eventually() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || fail "waited in vain: $what"
        sleep 0.1
    done
}

# equal WHAT SEEN EXPECTED
equal() { [[ $2 == "$3" ]] || fail "$1: saw “$2”, expected “$3”"; }

# contains WHAT SEEN PART
contains() { [[ $2 == *"$3"* ]] || fail "$1: “$3” is not in: $2"; }

as() { # USER COMMAND…, as in a session of this user's
    local user=$1
    shift
    runuser -u "$user" -- env -C / HOME="/home/$user" USER="$user" "$@"
}
alice() { as alice tolmach "$@"; }

property() { systemctl show tolmach --property="$1" --value; }
main_pid() { property MainPID; }
restarts() { property NRestarts; }
logged() { journalctl --quiet --no-pager --output=cat --unit=tolmach --since="$since" | grep -F -- "$1"; }

# text WORDS [PREFIX]: paragraphs of distinct words; two calls with the same arguments give the same.
text() {
    python3 - "$1" "${2:-}" <<'END'
import sys
words = "river stone light garden window paper morning letter silver bridge".split()
count, prefix = int(sys.argv[1]), sys.argv[2]
lines = []
for start in range(0, count, 20):
    line = " ".join(f"{words[(i * 7 + i // 10) % 10]} {i}" for i in range(start // 2, min(start + 20, count) // 2))
    lines.append((prefix + " " + line).strip().capitalize() + ".")
print("\n\n".join(lines))
END
}

# document NAME WORDS: a file of alice's, and what it must become under NAME.expected.
document() {
    text "$2" "$1" >"/home/alice/$1.txt"
    /opt/tests/endpoint.py --translate "/home/alice/$1.txt" >"/home/alice/$1.expected"
    chown alice: "/home/alice/$1.txt" "/home/alice/$1.expected"
}

# add NAME [OPTIONS]: prints the job's number.
add() {
    local name=$1
    shift
    alice add "/home/alice/$name.txt" --to es "$@"
}

exact() { # JOB NAME: the translation, byte for byte
    alice wait "$1" --timeout 90 || fail "job $1 did not complete: $(alice show "$1")"
    alice get "$1" | cmp - "/home/alice/$2.expected" || fail "job $1 is not what it must be: $(alice show "$1")"
}

has_text() { [[ -n $(alice get "$1" --partial) ]]; }
streaming() { # JOB: until something of it is there
    eventually 20 "text of job $1 comes" has_text "$1"
}
job_state() { alice show "$1" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["state"])'; }

# endpoint NAME PORT [OPTIONS]: one that logs to /var/log/NAME.jsonl
endpoint() {
    local name=$1 port=$2
    shift 2
    # Each its own name: systemd forgets the one before only when it finds the time.
    systemctl stop "endpoint-$name-*.service" 2>/dev/null || true
    rm -f "/var/log/$name.jsonl"
    systemd-run --quiet --collect --unit="endpoint-$name-$(date +%s%N)" \
        /opt/tests/endpoint.py --port "$port" --log "/var/log/$name.jsonl" "$@"
    eventually 10 "endpoint $name listens" bash -c ": </dev/tcp/127.0.0.1/$port"
}

# requests NAME EXPRESSION: how many lines of an endpoint's log are so, as a Python expression over `line`
requests() {
    python3 - "/var/log/$1.jsonl" "$2" <<'END'
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
print(sum(bool(eval(sys.argv[2], {}, {"line": line})) for line in lines))
END
}

drop_in() { # LINE…, of [Service]
    mkdir -p /etc/systemd/system/tolmach.service.d
    printf '%s\n' '[Service]' "$@" >/etc/systemd/system/tolmach.service.d/90-test.conf
    systemctl daemon-reload
}

configure() { # NAME PORT: one endpoint
    cat >"$configuration" <<END
retry: {base: 200ms, cap: 1s}
endpoints:
  $1:
    base_url: http://127.0.0.1:$2/v1
    model: test
    concurrency: 4
END
}

# A daemon that is not running, with an empty queue, the usual configuration and an endpoint that never fails.
clean() {
    systemctl stop tolmach 2>/dev/null || true
    systemctl reset-failed tolmach 2>/dev/null || true
    rm -f /etc/systemd/system/tolmach.service.d/90-test.conf
    systemctl daemon-reload
    find "$state" -mindepth 1 -delete
    rm -f /home/alice/*
    (umask 077 && echo "$key" >/etc/tolmach/keys/first)
    configure first 9911
    endpoint first 9911 "${@:---rate=40}"
}
fresh() { # [ENDPOINT OPTIONS]: the same, running
    clean "$@"
    systemctl start tolmach || fail "$(systemctl status tolmach --no-pager)"
}

prepare() {
    local user
    for user in alice mallory; do
        id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
    done
}
