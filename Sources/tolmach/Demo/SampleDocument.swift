import Documents
import Foundation

extension InputDocument {
    /// The document that the demonstration translates.
    static func sample() throws -> InputDocument {
        try InputDocument(bytes: Data(text.utf8), name: "lighthouse.md")
    }

    /// The document for a real endpoint: plain words, a paragraph a segment, so that the smallest of models can do it.
    static func simpleSample() throws -> InputDocument {
        try InputDocument(bytes: Data(simpleText.utf8), name: "friday.txt")
    }

    private static let text = """
        # The Keeper's Log

        The lamp was lit at ten minutes past six, with the wind in the north-west and the glass falling. Two colliers
        passed before dark, low in the water, and the second of them dipped her flag to us. I wrote both names down, as
        I have written down every name for eleven years, though nobody has ever asked to see the list.

        ## Monday

        The supply boat could not land. For an hour she stood off under the cliff while the mate shouted things that the
        sea did not let us hear, and then she turned for home with our flour, our oil and, I suppose, our letters. We
        have bread for nine days, and light for thirty; the rest is a matter of opinion.

        - Wicks trimmed twice in the night.
        - One pane of the lantern cracked by a gull; sealed with putty.
        - Barometer at 29.2 and not done yet.

        ## Tuesday

        It blew so hard that the tower moved. My grandfather said that a tower which does not move will break, and I
        have believed him since I was six years old, but it is one thing to believe it in a kitchen and another to
        believe it two hundred steps above the rocks, holding a can of oil in each hand.

        The signal for a vessel in distress, so that whoever comes after me need not look for it:

        ```
        LIGHT   3 short  3 long  3 short
        HORN    the same, every 2 minutes
        ```

        ## Wednesday

        At four in the morning the lamp went out. I will not write here how long it took to find the reason, because it
        was a small one and I should have known it. It burned again before the glass was cold, and it went on exactly
        where it had stopped, which is all that anybody out there has ever wanted from it.
        """ + "\n"

    private static let simpleText = """
        The old man closed the door and walked into the dining room. It was cold outside, and the fire was almost out.

        He put two pieces of wood on the fire. Then he sat down at the table and opened the letter from his daughter.

        She wrote that the train would arrive on Friday morning. She asked him to wait for her at the station with the car.

        The old man read the letter twice. He had not seen his daughter for three years, and he was very happy.

        On Friday he got up early. He cleaned the kitchen, bought fish and bread, and put fresh flowers on the table.

        The station was full of people. The children were waiting with their bags, and a woman was selling hot coffee.

        The train arrived ten minutes late. His daughter was the last person to leave it, and she was carrying a small dog.

        The dog was tired after the long journey. He drank a lot of water and then he jumped into the car.

        They drove home along the coast. The sun was shining on the water, and the dog looked out of the window.

        In the evening they sat by the fire and talked about the past. The dog slept under the table.

        The next morning the old man went for a walk with the dog. They walked to the beach and came back at noon.

        She wanted to stay for a week. The house was big enough, and the garden was full of apples.
        """ + "\n"
}
