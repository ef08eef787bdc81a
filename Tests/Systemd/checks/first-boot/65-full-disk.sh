# A full disk: the stream waits, the log and the status say so, nothing is lost, and it goes on when there is room
clean
systemctl stop tolmach
mount -t tmpfs -o "size=3m,mode=2770,uid=$(id -u tolmach),gid=$(getent group tolmach | cut -d: -f3)" tmpfs "$state"
trap 'rm -f "$state/filler"; systemctl stop tolmach; umount "$state"' EXIT
systemctl start tolmach
document book 300
job=$(add book)
streaming "$job"
pid=$(main_pid)
full() {
    # Again and again: what a checkpoint gives back is to be taken too.
    dd if=/dev/zero bs=4k 2>/dev/null >>"$state/filler" || true
    logged 'database cannot be written'
}
eventually 30 'the log says that the database cannot be written' full
echo "note: $(property StatusText)"
contains 'status text' "$(property StatusText)" 'disk'
sleep 2
equal 'process' "$(main_pid)" "$pid"
said=$(add book --force 2>&1) && fail 'add says that it has stored what it cannot store'
contains 'what add says' "$said" 'Make room on the disk'
rm "$state/filler"
exact "$job" book
logged 'database can be written again'
equal 'restarts' "$(restarts)" 0
