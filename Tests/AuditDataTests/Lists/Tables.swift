import AuditData
import AuditRecord
import Testing

/// The texts of tables, and how to read them.
struct Tables {
  var lists: String
  var users: String? = "user,sex\nu1,F\nu2,M\nu3,\n"
  var items: String? = "item,provider\ni1,A\ni2,B\ni3,A\ni4,\n"
  var relevance: String?
  var history: String?
  var audience: String?

  var rank: String? = "rank"
  var score: String?
  var engagement: String?
  var userGroups = [GroupColumn(name: "sex")]
  var itemGroups = [ItemGroupColumn(GroupColumn(name: "provider"))]
  var popularity: String?
  var grade: String?
  var atLeast: Double?
  var depth = 3
  var unknown: [Label] = [""]

  init(_ lists: String) { self.lists = lists }

  /// Reads the tables from files.
  func read(block: Int = 256 << 10) throws(ReadError) -> ListData {
    var result: Result<ListData, ReadError>?
    withFolder { folder in
      func table(_ name: String, _ text: String) -> TableFiles {
        AuditDataTests.write(Array(text.utf8), to: "\(folder)/\(name).csv")
        return TableFiles([InputFile("\(folder)/\(name).csv")])
      }
      let columns = ListColumns(
        lists: ListColumns.Lists(
          table("lists", lists), user: "user", item: "item", rank: rank, score: score, engagement: engagement),
        users: users.map { ListColumns.Users(table("users", $0), id: "user", groups: userGroups) },
        items: items.map {
          ListColumns.Items(table("items", $0), id: "item", groups: itemGroups, popularity: popularity)
        },
        relevance: relevance.map {
          ListColumns.Relevance(
            table("relevance", $0), user: "user", item: "item", grade: grade, atLeast: atLeast)
        },
        history: history.map { ListColumns.History(table("history", $0), user: "user", item: "item") },
        audience: audience.map { ListColumns.Audience(table("audience", $0), user: "user") },
        depth: depth, unknown: unknown)
      result = AuditDataTests.read(columns, block: block)
    }
    return try result!.get()
  }

  /// The error of reading the tables, the same for a small block as for a large one.
  func failure(at location: SourceLocation = #_sourceLocation) throws -> ReadError {
    func one(_ block: Int) -> ReadError? {
      do throws(ReadError) {
        _ = try read(block: block)
        return nil
      } catch { return error }
    }
    let large = try #require(one(256 << 10), sourceLocation: location)
    let small = try #require(one(16), sourceLocation: location)
    #expect(large.code == small.code && large.place == small.place, sourceLocation: location)
    return large
  }
}

/// Reads lists in blocks of a given size.
func read(_ columns: ListColumns, block: Int = 256 << 10) -> Result<ListData, ReadError> {
  var options = SourceOptions()
  options.blockBytes = block
  do throws(ReadError) { return .success(try ListSource(columns: columns, options: options).read()) } catch {
    return .failure(error)
  }
}

extension ListData {
  /// The entries of a user, item, first position and length of the tie.
  func list(_ user: Int) -> [[Int]] {
    lists.entries(of: user).map { [Int(lists.items[$0]), lists.firstPosition($0, of: user), lists.tieLength($0)] }
  }

  /// Where the rows of a table went.
  func rows(_ part: TableReading.Part) -> Tally? { readings.first { $0.part == part }?.rows }

  /// Everything but what was read where.
  var content: ListData {
    var content = self
    content.readings = []
    return content
  }
}

extension ListData.Pairs {
  /// The items and grades of a user.
  func of(_ user: Int) -> [[Double]] { (starts[user]..<starts[user + 1]).map { [Double(items[$0]), grade($0)] } }
}

/// A tally in short.
func tally(_ received: Int64, _ excluded: [String: Int64] = [:]) -> Tally {
  Tally(received: received, excluded: excluded.map { Tally.Exclusion(reason: $0.key, number: $0.value) })
}
