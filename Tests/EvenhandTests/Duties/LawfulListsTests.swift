import Evenhand
import Testing
import _AuditTesting

/// People who receive lists, some of whom may not be used.
struct LawfulListsTests {
  private static let plan = """
      source: lists.csv
      columns: {user: user, item: item, rank: rank}
      users: {source: users.csv, id: user, groups: [group]}
      items: {source: items.csv, groups: [kind]}
      relevant: {source: relevant.csv, user: user, item: item}
      history: {source: history.csv, user: user, item: item}
      depth: 2
    """
  private static let lawful = """

    lawful-use:
      of: recommendations
      as-of: 2026-02-10
      extract: complete
      columns: {used: used, age: age}
      consents: {source: consents.csv, subject: who, from: from, until: until}
      minimum-age: 16
    """

  /// 60 people of two groups with a list each; of the first ones every third has withdrawn, and every seventh is a child.
  private static func files(_ people: Range<Int>, isKept: (Int) -> Bool = { _ in true }) -> [String: String] {
    var files = [
      "users.csv": "user,group,used,age\n", "lists.csv": "user,item,rank\n", "relevant.csv": "user,item\n",
      "history.csv": "user,item\n", "consents.csv": "who,from,until\n",
      "items.csv": "item,kind\na,x\nb,x\nc,y\nd,y\n",
    ]
    for person in people where isKept(person) {
      let items = ["a", "b", "c", "d"]
      files["users.csv"]! += "u\(person),\(person % 2 == 0 ? "f" : "m"),2026-01-20,\(isChild(person) ? 12 : 40)\n"
      files["lists.csv"]! += "u\(person),\(items[person % 4]),1\nu\(person),\(items[(person + 1) % 4]),2\n"
      files["relevant.csv"]! += "u\(person),\(items[(person / 2) % 4])\n"
      files["history.csv"]! += "u\(person),\(items[(person / 3) % 4])\n"
      files["consents.csv"]! += "u\(person),2026-01-01,\(hasWithdrawn(person) ? "2026-01-20" : "")\n"
    }
    return files
  }

  private static func hasWithdrawn(_ person: Int) -> Bool { person < 60 && person % 3 == 0 }
  private static func isChild(_ person: Int) -> Bool { person < 60 && person % 7 == 1 }
  private static func mayBeUsed(_ person: Int) -> Bool { !hasWithdrawn(person) && !isChild(person) }

  private static let requirement = "{id: r, metric: precision-at-k, across: group, compare: difference, at-most: 0.5}"

  @Test func theyLeaveWithEverythingOfTheirs() async throws {
    let people = 0..<120
    let (all, kept) = (Self.files(people), Self.files(people, isKept: Self.mayBeUsed))
    let record = try await ListTables(Self.plan + Self.lawful, files: all, requirements: [Self.requirement]).record()
    let clean = try await ListTables(Self.plan, files: kept, requirements: [Self.requirement]).record()
    let (withdrawn, children) = (
      people.count(where: Self.hasWithdrawn), people.count { Self.isChild($0) && !Self.hasWithdrawn($0) }
    )
    #expect(record.causes == ["after-withdrawal": withdrawn, "minor": children])
    #expect(record.lawfulUse?.rows == 120)
    let left = withdrawn + children
    // Everything that is measured is that of the others, on both sides.
    #expect(record.estimates == clean.estimates && record.disparities == clean.disparities)
    #expect(record.summaries.filter { $0.counts == nil } == clean.summaries)
    #expect(record.groupings == clean.groupings && record.profiles == clean.profiles)
    #expect(record.lists == clean.lists)
    // Each table says where its rows went.
    for (table, rows) in [("lists", 2), ("relevance", 1), ("history", 1)] {
      let flow = try #require(record.tables.first { $0.table == table }?.rows)
      #expect(flow.received == 120 * rows)
      #expect(flow.excluded.first { $0.reason == "user-without-ground" }?.rows == left * rows, "\(table)")
      #expect(!flow.excluded.contains { $0.reason == "unknown-user" })
    }
    let bounds = try #require(record.findings.first?.bounds)
    #expect(bounds.leftOut == left && bounds.worst != nil)
    #expect(record.summary("use-without-ground", .value)?.value == Double(left) / 120)
    let confirmation = Confirmation(of: record)
    #expect(confirmation.failures == [])
    // Not one of their ids is named.
    #expect(!(try record.canonicalText()).contains("\"u3\""))
  }

  @Test func theOrderOfReadingChangesNoByte() async throws {
    var tables = ListTables(Self.plan + Self.lawful, files: Self.files(0..<400), requirements: [Self.requirement])
    // Rows of lists that are scattered are read in several passes.
    let rows = tables.files["lists.csv"]!.split(separator: "\n")
    let scattered = ([rows[0]] + rows.dropFirst().sorted { $0.suffix(3) < $1.suffix(3) }).map { $0 + "\n" }.joined()
    for text in [tables.files["lists.csv"], scattered] {
      (tables.files["lists.csv"], tables.threads, tables.memory) = (text, 1, 512_000_000)
      let one = try await tables.record()
      #expect(one.inputs.count == 6 && one.inputs.allSatisfy { $0.sha256 != nil })
      for (threads, memory) in [(3, 512_000_000), (3, 4_000)] {
        (tables.threads, tables.memory) = (threads, memory)
        #expect(try one.canonicalText() == (try await tables.record()).canonicalText())
      }
    }
  }

  @Test func forgedRecordsAreFound() async throws {
    let record = try await ListTables(
      Self.plan + Self.lawful, files: Self.files(0..<120), requirements: [Self.requirement]
    ).record()
    let users = try #require(record.tables.firstIndex { $0.table == "users" })
    let changes: [(inout Record) -> Void] = [
      { $0.lawfulUse = nil }, { $0.lawfulUse?.of = .decisions }, { $0.lawfulUse?.causes[3].rows -= 1 },
      { $0.tables[users].rows.excluded = [] }, { $0.leftOut = [] }, { $0.lawfulUse?.rows += 1 },
    ]
    for (number, change) in changes.enumerated() {
      var forged = record
      change(&forged)
      let confirmation = Confirmation(of: forged)
      #expect(confirmation.numbers != .holds || confirmation.structure != .holds, "\(number)")
    }
  }

  @Test func aPersonHasOneRow() async throws {
    for second in ["u0,f,2026-01-20,40\n", "u1,f,2026-01-20,12\n"] {
      var files = Self.files(0..<120)
      files["users.csv"]! += second
      let tables = ListTables(Self.plan + Self.lawful, files: files)
      let error = await #expect(throws: ReadError.self) { _ = try await tables.record() }
      #expect(error?.code == "repeated-identifier" && error?.line == 122)
    }
  }
}
