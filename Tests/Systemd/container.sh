# A Debian with systemd as its first process, in a container: sourced by run and soak, which explain themselves.

packages=systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,sqlite3,python3-minimal,libpython3-stdlib,procps,ca-certificates

say() { printf '%s\n' "$*" >&2; }
cannot() { say "${0##*/}: skipped: $*" && exit 77; }

# What must be there on this machine.
require() {
    [[ $EUID -eq 0 ]] || cannot 'only root can boot a container'
    local tool
    for tool in systemd-nspawn debootstrap dpkg-shlibdeps python3; do
        command -v "$tool" >/dev/null ||
            cannot "$tool is missing; apt-get install systemd-container debootstrap dpkg-dev python3"
    done
    [[ -d /sys/fs/cgroup ]] || cannot 'there are no control groups'
}

# The work folder of this run, and the end of everything that it started or mounted.
begin() {
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/tolmach/systemd
    mkdir -p "$cache"
    work=$(mktemp -d "$cache/run.XXXXXX")
    container='' mounted=''
    trap finish EXIT
    trap 'exit 130' INT TERM
    # systemd-nspawn refuses a folder for its mounts that is on a disk.
    mkdir -p /run/systemd/nspawn
    if [[ $(stat -f -c %T /run/systemd/nspawn) != tmpfs ]]; then
        mount -t tmpfs tmpfs /run/systemd/nspawn
        mounted=/run/systemd/nspawn
    fi
}

finish() {
    local code=$?
    trap - EXIT INT TERM
    if [[ -n $container ]] && kill -0 "$container" 2>/dev/null; then
        # systemd-nspawn shuts its system down on SIGTERM.
        kill "$container"
        timeout 20 tail --pid="$container" -f /dev/null || kill -KILL "$container" || true
    fi
    # Another run may be using it as well.
    [[ -z $mounted ]] || umount "$mounted" 2>/dev/null || true
    rm -rf --one-file-system "$work"
    exit "$code"
}

# make_root BINARY: a root of its own for this run, with the Debian libraries that the program needs.
make_root() {
    local base=$cache/root mirror library lock
    # Libraries that no package of Debian has, such as Swift's, are shown to the container under the same name.
    mapfile -t binds < <(ldd "$1" | sed -n 's/.* => \(\/.*\) (0x.*/\1/p' | grep -v -E '^(/usr)?/lib/' |
        xargs -r -n 1 dirname | sort -u | sed 's|.*|--bind-ro=&:&|')
    mapfile -t libraries < <(ldd "$1" | sed -n 's/.* => \(\(\/usr\)\?\/lib\/.*\) (0x.*/\1/p' |
        while read -r library; do dpkg -S "*/${library##*/}" | sed -n 's/:.*//p' | head -n 1; done | sort -u)
    # Whoever comes second waits: two would make it in one folder, or copy what is being installed.
    exec {lock}>"$cache/lock"
    flock --nonblock "$lock" || { say 'Waiting for another run that makes or copies the Debian …' && flock "$lock"; }
    if [[ ! -e $base/made || $(<"$base/made") != "$packages" ]]; then
        say 'Making a Debian with systemd, once (300 MB, a minute or two) …'
        rm -rf --one-file-system "$base"
        mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
        debootstrap --variant=minbase "--include=$packages" bookworm "$base" ${mirror:+"$mirror"} >"$work/log" 2>&1 ||
            { tail -n 5 "$work/log" >&2 && cannot 'debootstrap did not get through'; }
        echo "$packages" >"$base/made"
    fi
    if ! chroot "$base" dpkg -s "${libraries[@]}" >/dev/null 2>&1; then
        say "Installing ${libraries[*]} in it …"
        DEBIAN_FRONTEND=noninteractive chroot "$base" \
            sh -c 'apt-get update && apt-get install -y --no-install-recommends "$@"' - "${libraries[@]}" >"$work/log" 2>&1 ||
            { tail -n 5 "$work/log" >&2 && cannot 'apt-get did not get through'; }
        rm -rf "$base"/var/cache/apt/archives/*.deb
    fi
    root=$work/root
    cp -a --reflink=auto "$base" "$root"
    flock --unlock "$lock" # Also where something that was started above still has it open.
    exec {lock}>&-
    systemd-nspawn --quiet --register=no --keep-unit --directory="$root" /bin/true >"$work/log" 2>&1 </dev/null ||
        cannot "no container can be run here: $(tail -n 1 "$work/log")"
    # Units that only delay the boot or want what a container has not.
    ln -sf /dev/null "$root/etc/systemd/system/systemd-networkd-wait-online.service"
    echo tolmach-test >"$root/etc/hostname"
    rm -f "$root/etc/machine-id" && touch "$root/etc/machine-id"
}

# boot SECONDS COMMAND [systemd-nspawn's options]: boots the root, runs the command in it as a service, shows what it prints
# while it prints, and shuts down. Returns the command's exit code.
boot() {
    local limit=$1 command=$2
    shift 2
    rm -f "$root/result"
    : >"$root/output"
    cat >"$root/etc/systemd/system/checks.service" <<END
[Unit]
After=multi-user.target
[Service]
Type=oneshot
StandardOutput=append:/output
StandardError=append:/output
ExecStart=-/bin/sh -c '$command; echo \$\$? >/result'
ExecStopPost=/bin/systemctl --no-block poweroff
END
    mkdir -p "$root/etc/systemd/system/default.target.wants"
    ln -sf ../checks.service "$root/etc/systemd/system/default.target.wants/checks.service"
    timeout --kill-after=30 "$limit" systemd-nspawn --quiet --boot --register=no --keep-unit --private-network \
        --directory="$root" "${binds[@]}" "$@" </dev/null >"$work/console" 2>&1 &
    container=$!
    tail -n +1 -f --pid="$container" "$root/output" || true
    wait "$container" || true
    container=''
    if [[ ! -e $root/result ]]; then
        say "${0##*/}: the system in the container did not get through; its console said last:"
        tail -n 20 "$work/console" >&2
        return 1
    fi
    return "$(<"$root/result")"
}
