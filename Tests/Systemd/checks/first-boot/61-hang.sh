# A daemon that hangs is found by the watchdog, killed and started again; its job is exact
clean
drop_in WatchdogSec=3s
systemctl start tolmach
document book 300
job=$(add book)
streaming "$job"
# It must be alive for longer than the watchdog waits when nothing is wrong.
sleep 4
equal 'restarts of a healthy one' "$(restarts)" 0
before=$(main_pid)
kill -STOP "$before"
restarted() { [[ $(main_pid) != "$before" && $(main_pid) != 0 ]]; }
eventually 15 'the watchdog has it started again' restarted
logged 'Watchdog timeout' || journalctl --quiet --unit=tolmach --since="$since" | grep -i watchdog
exact "$job" book
