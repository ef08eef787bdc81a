# kill -9: it is started again by itself, and goes on from what is on disk, to the last byte
fresh
document book 300
job=$(add book)
streaming "$job"
before=$(main_pid)
kill -KILL "$before"
restarted() { [[ $(main_pid) != "$before" && $(main_pid) != 0 ]]; }
eventually 10 'it is started again' restarted
exact "$job" book
equal 'restarts' "$(restarts)" 1
(($(requests first "line.get('said', 0) > 0") > 0)) || fail 'nothing was resumed'
