# Databases of all earlier versions, with jobs half done, are brought up to date at the start, and their jobs completed
for fixture in /opt/fixtures/*.sql; do
    clean --rate=200
    as tolmach sqlite3 "$state/tolmach.db" <"$fixture"
    chmod 660 "$state/tolmach.db"
    systemctl start tolmach
    for job in $(alice list --json | python3 -c '
import json, sys
print(*(job["id"] for job in json.load(sys.stdin) if job["state"] in ("queued", "running", "paused")))'); do
        [[ $(job_state "$job") != paused ]] || alice resume "$job"
        alice wait "$job" --timeout 30 || fail "$(basename "$fixture"), job $job: $(alice show "$job")"
    done
    equal "$(basename "$fixture"): sound" "$(sqlite3 "$state/tolmach.db" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
done
