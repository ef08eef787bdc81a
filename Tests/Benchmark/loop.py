"""What a user writes: the official client, one answer after the other, the text so far saved with every chunk.

    loop.py --port N --streams N --database FILE
"""

import report
from openai import OpenAI

options = report.options(__doc__)
database = report.database(options.database)
database.execute("CREATE TABLE jobs(id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
client = OpenAI(base_url=f"http://127.0.0.1:{options.port}/v1", api_key="none", max_retries=0, timeout=600)
messages = [
    {"role": "system", "content": "Translate to Russian. Output only the translation."},
    {"role": "user", "content": "A short text."},
]
for _ in range(options.streams):
    job = database.execute("INSERT INTO jobs(text) VALUES ('') RETURNING id").fetchone()[0]
    text = ""
    stream = client.chat.completions.create(model="benchmark", messages=messages, temperature=0.3, stream=True)
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            report.arrived()
            text += chunk.choices[0].delta.content
            database.execute("UPDATE jobs SET text = ? WHERE id = ?", (text, job))
            report.committed()
report.print_all()
