# Who is not in the group is told which one it is, and changes nothing
fresh
document letter 20
cp /home/alice/letter.txt /tmp/letter.txt
said=$(as mallory tolmach add /tmp/letter.txt --to es 2>&1) && fail "mallory may add: $said"
contains 'what add says' "$said" 'group tolmach'
said=$(as mallory tolmach status 2>&1 || true)
contains 'what status says' "$said" 'group tolmach'
equal 'jobs' "$(alice list --json | tr -d '[:space:]')" '[]'
