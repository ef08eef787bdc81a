# The daemon writes below its state folder only; what belongs elsewhere is completed all the same, and its owner writes it
fresh --rate=200
document letter 60
job=$(add letter --output '{dir}/{stem}.{lang}.{ext}')
exact "$job" letter
[[ ! -e /home/alice/letter.es.txt ]] || fail 'the daemon has written to a home'
alice get "$job" --write
cmp /home/alice/letter.es.txt /home/alice/letter.expected
