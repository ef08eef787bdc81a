# A member of the group adds, and gets the translation exactly; the endpoint sees the key from the credential
fresh --rate=200
document letter 300
job=$(add letter)
exact "$job" letter
digest=$(printf %s "$key" | sha256sum | cut -d ' ' -f 1)
(($(requests first "line.get('key') == '$digest'") > 0)) || fail "no request had the key: $(head -n 1 /var/log/first.jsonl)"
