/// A bar of block elements (Unicode chart U+2580), an eighth of a column fine.
enum ProgressBar {
    static func draw(_ fraction: Double, width: Int) -> String {
        let eighths = Int((min(1, max(0, fraction)) * Double(width * 8)).rounded(.down))
        let full = eighths / 8
        let partial = eighths % 8
        let partials = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let filled = String(repeating: "█", count: full) + partials[partial]
        let empty = width - full - (partial > 0 ? 1 : 0)
        return "▕" + filled + String(repeating: " ", count: max(0, empty)) + "▏"
    }
}
