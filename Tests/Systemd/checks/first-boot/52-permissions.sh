# The queue is for the group, whoever makes it, and with whatever umask; results too; nothing is for others
for first in daemon member; do
    clean --rate=200
    document first 60
    document second 60
    if [[ $first == member ]]; then
        early=$(umask 077 && add first)
        for file in tolmach.db tolmach.db-wal tolmach.db-shm; do
            [[ ! -e $state/$file ]] || equal "$first: $file" "$(stat -c '%a %G' "$state/$file")" '660 tolmach'
        done
    fi
    systemctl start tolmach
    [[ $first == member ]] || early=$(umask 077 && add first)
    exact "$early" first
    late=$(umask 077 && add second --output "$state/results/{stem}.{lang}.{ext}")
    exact "$late" second
    for file in tolmach.db tolmach.db-wal tolmach.db-shm; do
        equal "$first: $file" "$(stat -c '%a %G' "$state/$file")" '660 tolmach'
    done
    equal "$first: the folder of results" "$(stat -c '%A %G' "$state/results")" 'drwxrws--- tolmach'
    equal "$first: a result" "$(stat -c '%a %G' "$state/results/second.es.txt")" '660 tolmach'
    as alice cmp "$state/results/second.es.txt" /home/alice/second.expected
done
