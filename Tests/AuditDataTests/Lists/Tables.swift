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
  var ranks = ListColumns.Lists.Ranks.stated
  var list: String?
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
      func table(_ name: String, _ text: String) -> InputTable {
        AuditDataTests.write(Array(text.utf8), to: "\(folder)/\(name).csv")
        return InputTable([InputFile("\(folder)/\(name).csv")])
      }
      let columns = ListColumns(
        lists: ListColumns.Lists(
          table("lists", lists), user: "user", item: "item", list: list, rank: rank, ranks: ranks, score: score,
          engagement: engagement),
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

/// Reads lists in blocks of a given size, and expects the same of any number of threads and of little memory.
func read(_ columns: ListColumns, block: Int = 256 << 10) -> Result<ListData, ReadError> {
  var options = SourceOptions()
  options.blockBytes = block
  let wanted = Reading(columns, options)
  for threads in [2, 5] { #expect(Reading(columns, options, threads: threads) == wanted, "\(threads) threads") }
  options.gatheredBytes = 30
  for threads in [1, 2] { #expect(Reading(columns, options, threads: threads) == wanted, "two rows of memory") }
  return wanted.result.map { ListData($0) }
}

/// What a source hands out, in its order, or the error.
struct Reading: Equatable {
  struct Found: Equatable {
    var pieces: [ListPiece]
    var context: ListContext
    var reading: ListReading
  }

  let result: Result<Found, ReadError>

  init(_ columns: ListColumns, _ options: SourceOptions, threads: Int = 1, digests: DigestJob? = nil) {
    do throws(ReadError) {
      let tables = try ListSource(columns: columns, options: options).tables(threads: threads, digests: digests)
      let (pieces, reading) = try tables.lists(for: Collector(pieceLists: 3))
      result = .success(Found(pieces: pieces ?? [], context: tables.context, reading: reading))
    } catch {
      result = .failure(error)
    }
  }
}

/// Collects lists as they come.
struct Collector: ListConsumer {
  let pieceLists: Int
  func take(_ piece: ListPiece) -> [ListPiece] { [piece] }
  func add(_ summary: [ListPiece], to whole: inout [ListPiece]) { whole += summary }
}

/// All lists at once, in the order of the users.
struct ListData: Hashable {
  typealias Users = ListContext.Users
  typealias Items = ListContext.Items
  typealias Membership = ListContext.Membership
  typealias Pairs = ListContext.Pairs
  typealias Placement = ListPiece.Placement

  var users: Users
  var items: Items
  var lists: Lists
  var relevance: Pairs?
  var history: Pairs?
  var audience: [Int32]?
  var depth: Int
  var readings: [TableReading] = []

  struct Lists: Hashable {
    var starts: [Int]
    var items: [Int32]
    var placement: Placement?
    var engagement: [Double] = []
    var lengths: [Int32]

    func entries(of user: Int) -> Range<Int> { starts[user]..<starts[user + 1] }

    func firstPosition(_ entry: Int, of user: Int) -> Int {
      placement.map { Int($0.firstPosition[entry]) } ?? entry - starts[user] + 1
    }

    func tieLength(_ entry: Int) -> Int { placement.map { Int($0.tieLength[entry]) } ?? 1 }

    var tied: Int { placement?.tieLength.count { $0 > 1 } ?? 0 }

    var tieShare: Double? { items.isEmpty ? nil : Double(tied) / Double(items.count) }
  }

  /// What a source hands out, put into the order of the users.
  init(_ found: Reading.Found) {
    let (pieces, context, reading) = (found.pieces, found.context, found.reading)
    users = context.users
    users.count = reading.lengths.count
    items = context.items
    items.count = reading.items
    (relevance, history, audience, depth) = (context.relevance, context.history, context.audience, context.depth)
    readings = reading.readings
    var places: [Int32: (piece: Int, list: Int)] = [:]
    for (number, piece) in pieces.enumerated() {
      for (list, owner) in piece.owners.enumerated() { places[owner] = (number, list) }
    }
    let isPlain = pieces.allSatisfy { $0.placement == nil }
    var placement = Placement(firstPosition: [], tieLength: [])
    lists = Lists(starts: [0], items: [], lengths: reading.lengths)
    for user in reading.lengths.indices {
      if let (number, list) = places[Int32(user)] {
        let piece = pieces[number]
        for entry in piece.entries(of: list) {
          lists.items.append(piece.items[entry])
          if !piece.engagement.isEmpty { lists.engagement.append(piece.engagement[entry]) }
          placement.firstPosition.append(Int32(piece.firstPosition(entry, of: list)))
          placement.tieLength.append(Int32(piece.tieLength(entry)))
        }
      }
      lists.starts.append(lists.items.count)
    }
    if !isPlain { lists.placement = placement }
    precondition(reading.entries == lists.items.count && reading.tied == lists.tied, "entries are counted once")
  }
}

extension ListData {
  /// The entries of a user, item, first position and length of the tie.
  func list(_ user: Int) -> [[Int]] {
    lists.entries(of: user).map { [Int(lists.items[$0]), lists.firstPosition($0, of: user), lists.tieLength($0)] }
  }

  /// Where the rows of a table went.
  func rows(_ part: TableReading.Part) -> RowFlow? { readings.first { $0.part == part }?.rows }

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
func tally(_ received: Int, _ excluded: [String: Int] = [:]) -> RowFlow {
  RowFlow(
    received: received, judged: received - excluded.values.reduce(0, +),
    excluded: excluded.filter { $0.value != 0 }.map { Exclusion(reason: $0.key, rows: $0.value) }.sorted {
      $0.reason < $1.reason
    })
}
