# After the reboot the daemon is there by itself, and the job goes on from what is on disk
eventually 20 'the daemon is started by the boot' systemctl is-active tolmach
job=$(</opt/tolmach/job)
kept=$(alice get "$job" --partial | wc -c)
((kept > 0)) || fail 'the text is gone'
endpoint first 9911 --rate=100
exact "$job" long
equal 'streams that began anew' "$(requests first "line.get('said') == 0 and line['request'] == 1")" 0
