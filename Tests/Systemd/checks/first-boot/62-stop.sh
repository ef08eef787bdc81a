# systemctl stop in mid-stream takes less than two seconds, fails nothing, keeps the text, and start goes on from it
fresh
document book 300
job=$(add book)
streaming "$job"
begun=$(date +%s%N)
systemctl stop tolmach
took=$((($(date +%s%N) - begun) / 1000000))
((took < 2000)) || fail "it took $took ms"
echo "note: $took ms"
equal 'result' "$(property Result)" success
alice get "$job" --partial >/run/kept
[[ -s /run/kept ]] || fail 'the text is gone'
[[ $(job_state "$job") =~ queued|running|waiting ]] || fail "job: $(job_state "$job")"
systemctl start tolmach
exact "$job" book
alice get "$job" | cmp --bytes="$(stat -c %s /run/kept)" - /run/kept || fail 'what had been shown was taken back'
