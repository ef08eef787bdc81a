# The daemon cannot write outside its folders, sees no home and no other's processes, and has no capability
fresh
pid=$(main_pid)
equal 'capabilities' "$(sed -n 's/^CapEff:\t//p' "/proc/$pid/status")" 0000000000000000
equal 'no new privileges' "$(sed -n 's/^NoNewPrivs:\t//p' "/proc/$pid/status")" 1
equal 'seccomp' "$(sed -n 's/^Seccomp:\t//p' "/proc/$pid/status")" 2
# As many as the unit wants, or as the container has to give.
most=$(awk '/Max open files/ { print $5 }' /proc/1/limits)
equal 'descriptors' "$(awk '/Max open files/ { print $4 }' "/proc/$pid/limits")" "$((most < 65536 ? most : 65536))"
within() { nsenter --target "$pid" --mount --user --setuid "$(id -u tolmach)" --setgid "$(id -g tolmach)" -- "$@"; }
for place in / /etc /usr /var /opt; do
    ! within touch "$place/x" 2>/dev/null || fail "it writes to $place"
done
! within ls /home/alice 2>/dev/null || fail 'it sees a home'
within touch "$state/x"
rm "$state/x"
