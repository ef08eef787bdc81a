-- What a model is shown of a segment where that is not the text itself: strings of a catalogue, text with marks in the
-- place of what must not change. layout (JSON) says where in the text the translations go, and what the marks stand for.
ALTER TABLE segments ADD COLUMN prompt TEXT;
ALTER TABLE segments ADD COLUMN layout TEXT CHECK (layout IS NULL OR json_valid(layout));
-- What a translation that was taken all the same has lost of its source, or invented: sentences (JSON).
ALTER TABLE segments ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(warnings));
