import AuditRecord
import Testing

@Suite struct PathTests {
  @Test(arguments: [
    ("/a/b.csv", "b.csv"), ("b.csv", "b.csv"), ("a/b/", "b"), ("/", "/"), ("../x", "x"), ("-", "-"), ("", ""),
  ])
  func theLastComponentNamesAnInput(path: String, name: String) {
    #expect(Path.lastComponent(path) == name)
  }

  @Test(arguments: [("/a/b.yaml", "/a"), ("b.yaml", "."), ("/b.yaml", "/"), ("a/b/c", "a/b")])
  func theFolderHoldsTheFile(path: String, folder: String) {
    #expect(Path.folder(of: path) == folder)
  }

  @Test(arguments: [
    (".", "a", "a"), ("", "a", "a"), ("x", "a", "x/a"), ("x/", "a", "x/a"), ("x", "/a", "/a"), ("/", "a", "/a"),
  ])
  func relativePathsStartAtTheFolder(folder: String, path: String, joined: String) {
    #expect(Path.join(folder, path) == joined)
  }
}
