import Foundation
import Testing

@testable import Evenhand

/// Whether the data of a plan are those that were audited: each file, in its place.
struct CurrencyTests {
  private static let plan = """
    audit: {title: T}
    recommendations:
      source: lists/data.csv
      columns: {user: user, item: item, rank: rank}
      users: {source: [users/data.csv, more/data.csv], id: user, groups: [sex]}
      relevant: {source: wanted/data.csv, user: user, item: item}
      history: {source: chosen/data.csv, user: user, item: item}
      depth: 2
    """

  private static let tables = [
    "lists": "user,item,rank\nu,a,1\nu,b,2\nv,b,1\nw,a,1\n", "users": "user,sex\nu,f\nv,m\n", "more": "user,sex\nw,f\n",
    "wanted": "user,item\nu,a\nv,a\n", "chosen": "user,item\nu,b\nv,b\n",
  ]

  @Test func filesOfOneNameThatChangedPlacesAreOtherData() async throws {
    try await Support.inFolder { folder in
      func write(_ name: String, _ text: String?) throws {
        try Files.makeFolder("\(folder)/\(name)")
        try Files.write(Array((text ?? "").utf8), to: "\(folder)/\(name)/data.csv")
      }
      try Files.write(Array(Self.plan.utf8), to: "\(folder)/plan.yaml")
      for (name, text) in Self.tables { try write(name, text) }
      let file = try PlanFile(path: "\(folder)/plan.yaml")
      let record = try Audit.run(file.plan, folder: file.folder)
      #expect(try Currency.breaks(file, since: record) == [])
      for (one, other) in [("wanted", "chosen"), ("users", "more")] {
        try write(one, Self.tables[other])
        try write(other, Self.tables[one])
        #expect(try Currency.breaks(file, since: record).map(\.reason.count) != [], "\(one) and \(other)")
        try write(one, Self.tables[one])
        try write(other, Self.tables[other])
      }
      try write("lists", "user,item,rank\nu,a,1\nu,b,2\nv,b,1\nw,b,1\n")
      #expect(try Currency.breaks(file, since: record).first?.reason.hasPrefix("the data changed") == true)
    }
  }
}
