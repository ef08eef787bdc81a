# One that fails again and again is started with growing delays, and at once when an administrator says so
clean
drop_in 'ExecStart=' 'ExecStart=/bin/false' Type=exec
begun=$(date +%s%N)
systemctl start tolmach || true
fourth() { (($(restarts) >= 3)) && [[ $(property SubState) == auto-restart ]]; }
eventually 20 'it has been started four times' fourth
took=$((($(date +%s%N) - begun) / 1000000))
# 1 s, 3 s and 5 s.
((took >= 8500 && took < 14000)) || fail "four starts took $took ms"
echo "note: four starts in $took ms"
systemctl stop tolmach
rm /etc/systemd/system/tolmach.service.d/90-test.conf
systemctl daemon-reload
# Nobody mends anything in less.
sleep 4
begun=$(date +%s%N)
systemctl start tolmach
took=$((($(date +%s%N) - begun) / 1000000))
((took < 2000)) || fail "a start by hand waits $took ms"
