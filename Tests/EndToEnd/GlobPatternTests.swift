import Support
import Testing

@testable import tolmach

@Suite("A pattern for paths", .light)
struct GlobPatternTests {
    @Test(
        "matches",
        arguments: [
            ("*.md", "a.md"), ("*.md", "x/y/a.md"), ("a?.[mt]*", "x/ab.txt"), ("docs/*.md", "docs/a.md"),
            ("/docs/*.md", "docs/a.md"), ("docs/**", "docs/x/y"), ("docs/", "docs/x"), ("**/a.md", "a.md"),
            ("**/a.md", "x/y/a.md"), ("a/**/b/**/c", "a/x/b/b/y/c"), ("**/b/c", "a/b/b/c"), ("a/**", "a"),
            ("*/*", "a/b"), ("/", "a/b"), ("a/**/**/b", "a/b"),
        ])
    func matches(pattern: String, path: String) {
        #expect(GlobPattern(pattern).matches(path), "\(pattern) for \(path)")
    }

    @Test(
        "does not match",
        arguments: [
            ("*.md", "a.mdx"), ("docs/*.md", "docs/x/a.md"), ("docs/*.md", "x/docs/a.md"), ("docs/*", "docs"),
            ("**/b/c", "b/c/d"), ("a/**/b", "a/c"), ("*", ""), ("a/b", "a/b/c"), ("A.md", "a.md"),
        ])
    func doesNotMatch(pattern: String, path: String) {
        #expect(!GlobPattern(pattern).matches(path), "\(pattern) for \(path)")
    }

    @Test("takes no time to speak of, however often it could begin anew")
    func time() {
        let pattern = GlobPattern(String(repeating: "**/a/", count: 50) + "b")
        #expect(!pattern.matches(String(repeating: "a/", count: 1000) + "c"))
    }
}
