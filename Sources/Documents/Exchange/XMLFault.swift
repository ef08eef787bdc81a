/// What libxml2 has to say, of which Foundation hands on nothing but the number (libxml2, `xmlerror.h`).
enum XMLFault {
    static let cut = "the file ends in the midst of an element"
    static let undeclared = "an entity is used that is declared nowhere"

    /// Warnings, and prefixes of names without a namespace: elements are known by their names here.
    static let harmless: Set<Int> = [97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 201, 202, 203, 204, 205]

    static func sentence(for code: Int) -> String {
        switch code {
        case 4: "there is no element"
        case 5, 77: cut
        case 6, 7, 8: "a character is given by a number that no character has"
        case 9: "there is a character that XML does not allow, or one that is not in the file's encoding"
        case 26, 27: undeclared
        case 31, 32, 81: "the encoding is not known, or it is not the one that the file says"
        case 38: "“<” stands in an attribute's value"
        case 39, 40: "an attribute's value is not in quotes"
        case 41: "an attribute has no value"
        case 42: "an attribute is there twice"
        case 68: "a name is missing: “<” or “&” may be meant as a mark, and must be written &lt; or &amp;"
        case 73: "a tag has no end"
        case 76: "an element is ended that is not the one begun last"
        default: "the rules of XML are broken (libxml2's error \(code))"
        }
    }
}
