import Evenhand
import Foundation
import Testing

/// No id of a person or an item leaves the readers of ranked lists, and no label does harm.
struct ListPrivacyTests {
  /// Every file of the bundle that an audit of some lists makes.
  private func bundle(_ tables: ListTables, _ body: (_ name: String, _ text: String) -> Void) async throws {
    let record = try await tables.record()
    try await Support.inFolder { folder in
      let bundle = Bundle(folder: "\(folder)/out")
      try bundle.write(
        record,
        run: { _ in
          RunDescription(
            startedAt: "", seconds: 0, host: nil, platform: "", command: [], version: "", record: "")
        },
        plan: Array(tables.text.utf8))
      let names = try FileManager.default.contentsOfDirectory(atPath: bundle.folder)
      #expect(names.count >= 8)
      for name in names { body(name, try String(contentsOfFile: bundle.path(name), encoding: .utf8)) }
    }
  }

  private static let everything = """
      source: lists.csv
      columns: {user: user, item: item, rank: rank, engagement: clicks}
      users: {source: users.csv, groups: [sex]}
      items: {source: items.csv, groups: [maker], popularity: views}
      relevant: {source: relevant.csv, grade: grade}
      history: {source: history.csv}
      audience: audience.csv
      depth: 3
      target: catalogue
    """

  /// Lists of planted people and items; every table also names people and items that no other table has.
  private func planted(_ people: Int) -> ListTables {
    func user(_ number: Int) -> String { "planted-user-\(number)" }
    func item(_ number: Int) -> String { "planted-item-\(number % 12)" }
    let users = 0..<people
    return ListTables(
      Self.everything,
      files: [
        "users.csv": "user,sex,name\n" + users.map { "\(user($0)),\($0 % 2 == 0 ? "f" : "m"),planted-name\n" }.joined(),
        "items.csv": "item,maker,views\n"
          + (0..<12).map { "\(item($0)),\($0 % 3 == 0 ? "A" : "B"),\($0 + 1)\n" }.joined(),
        "relevant.csv": "user,item,grade\nplanted-stranger-1,\(item(1)),1\n\(user(1)),planted-thing-1,2\n"
          + users.map { "\(user($0)),\(item($0)),\($0 % 4 + 1)\n" }.joined(),
        "history.csv": "user,item\nplanted-stranger-2,\(item(1))\n\(user(1)),planted-thing-2\n"
          + users.map { "\(user($0)),\(item($0 + 5))\n" }.joined(),
        "audience.csv": "user\nplanted-stranger-3\n" + users.map { "\(user($0))\n" }.joined(),
        "lists.csv": "user,item,rank,clicks\nplanted-stranger-4,\(item(1)),1,0\n"
          + users.dropLast(5).flatMap { number in
            (0..<3).map { "\(user(number)),\(item(number + $0)),\($0 + 1),\($0 == 0 ? 1 : 0)\n" }
          }.joined() + "\(user(people - 1)),planted-thing-3,1,0\n",
      ],
      requirements: [
        "{id: q, metric: ndcg, across: [sex], compare: ratio, reference: highest, at-least: 0.8}",
        "{id: e, metric: exposure, across: [maker], compare: ratio, reference: highest, at-least: 0.8}",
        "{id: r, metric: received-nothing, across: [sex], compare: difference, reference: lowest, at-most: 0.1}",
      ])
  }

  @Test func noArtefactHoldsAnId() async throws {
    for people in [100, 10] {
      try await bundle(planted(people)) { name, text in #expect(!text.contains("planted"), "\(name)") }
    }
  }

  @Test func noErrorHoldsAnId() async throws {
    let faults: [(file: String, row: String)] = [
      ("lists.csv", "planted-user-1,planted-item-1,9,0\n"), ("lists.csv", "planted-user-1,planted-item-9,1,0\n"),
      ("lists.csv", "planted-user-1,planted-item-9,planted-rank,0\n"), ("lists.csv", "planted-user-1\n"),
      ("lists.csv", "planted-user-1,planted-item-9,7,planted-clicks\n"), ("lists.csv", "\"planted-user-1,,\n"),
      ("users.csv", "planted-user-1,f,x\n"), ("users.csv", "planted-user-900\n"), ("items.csv", "planted-item-1,A,1\n"),
      ("items.csv", "planted-item-99,A,planted-views\n"), ("relevant.csv", "planted-user-1,planted-item-9,planted\n"),
      ("relevant.csv", "planted-user-1,,3\n"), ("history.csv", "planted-user-1\n"),
      ("audience.csv", "planted,planted\n"),
    ]
    for (file, row) in faults {
      var tables = planted(40)
      tables.files[file, default: ""] += row
      let error = try await #require(throws: ReadError.self, "\(file): \(row)") { try await tables.record() }
      #expect(!"\(error)".contains("planted"), "\(error)")
      #expect(error.line != nil && error.column != nil && error.hint != nil || error.code == "ragged-row", "\(error)")
    }
    // A file without its header.
    for file in ["lists.csv", "users.csv", "items.csv", "relevant.csv", "history.csv", "audience.csv"] {
      var tables = planted(40)
      let text = tables.files[file] ?? ""
      tables.files[file] = String(text[text.index(after: text.firstIndex(of: "\n")!)...])
      let error = try await #require(throws: ReadError.self) { try await tables.record() }
      #expect(!"\(error)".contains("planted"), "\(error)")
    }
  }

  @Test func hostileLabelsStayText() async throws {
    let labels = [
      "<script>alert(1)</script>", "[x](javascript:alert)", "a|b\\\"c", "\u{202E}evil\u{200B}", "\u{1B}[31mred\u{7}",
      "&lt;b&gt; *bold* `code` # h", String(repeating: "long ", count: 190), "=cmd()", "nil", "*",
    ]
    func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
    var tables = planted(200)
    tables.files["users.csv"] =
      "user,sex\n" + (0..<200).map { "planted-user-\($0),\(quoted(labels[$0 % labels.count]))\n" }.joined()
    tables.files["items.csv"] =
      "item,maker,views\n" + (0..<12).map { "planted-item-\($0),\(quoted(labels[$0 % labels.count])),1\n" }.joined()
    tables.requirements = [
      "{id: q, metric: ndcg, across: [sex], compare: ratio, reference: highest, at-least: 0.8, minimum-count: 10}",
      "{id: e, metric: exposure, across: [maker], compare: ratio, reference: highest, at-least: 0.8}",
    ]
    let record = try await tables.record()
    #expect(Set(record.groupings.flatMap { $0.groups.map { $0.group[0].text } }) == Set(labels))
    #expect(try Record(parsing: Array(record.canonicalText().utf8)).estimates == record.estimates)
    try await bundle(tables) { name, text in
      #expect(!text.contains("planted"), "\(name)")
      guard name.hasSuffix(".html") || name.hasSuffix(".md") else { return }
      // In Markdown a backslash makes both plain text; in HTML the second is.
      let isMarkdown = name.hasSuffix(".md")
      let live = isMarkdown ? text.replacing("\\<", with: "").replacing("\\]", with: "") : text
      #expect(!live.contains("<script") && !(isMarkdown && live.contains("](javascript")), "\(name)")
      #expect(!text.unicodeScalars.contains { ["\u{202E}", "\u{200B}", "\u{1B}", "\u{7}"].contains($0) }, "\(name)")
    }
  }
}
