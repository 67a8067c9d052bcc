import AuditRecord

/// What is known of the rows of an extract once they are written: how many people share a combination of labels, and whether a label
/// is somebody's id.
///
/// Not for several threads. It lives as long as the writing, and nothing of it but counts leaves.
package final class ExtractNotes {
  private var before: [[UInt8]: Int] = [:]
  private var after: [[UInt8]: Int] = [:]
  private var ids: Set<Int> = []
  private var labels: Set<[UInt8]> = []

  /// Nothing is known yet.
  package init() {}

  /// How many people have each combination, in the data and as they are written; then nothing is known of them any more.
  package func takeSizes() -> (before: [Int], after: [Int]) {
    defer { (before, after) = ([:], [:]) }
    return (before.values.sorted(), after.values.sorted())
  }

  /// Whether a word is an id of a person: as long as ids are looked for, and one of them.
  package func holdsID(_ text: [UInt8]) -> Bool {
    IDWords.holds(text) { ids.contains(Self.hash($0)) }
  }

  /// Whether a label that was written as it stands holds an id of a person.
  package var isAnyLabelAnID: Bool { labels.contains(where: holdsID) }

  func note(id: [UInt8]) {
    if IDWords.canBeTold(id) { ids.insert(Self.hash(id)) }
  }

  /// Labels are few; a column that has more of them than any audit takes is not remembered further.
  func note(label: [UInt8]) {
    if labels.count < 1 << 16 { labels.insert(label) }
  }

  func note(people: Int, raw: [UInt8], written: [UInt8]) {
    guard people > 0 else { return }
    before[raw] = (before[raw] ?? 0).plus(people)
    after[written] = (after[written] ?? 0).plus(people)
  }

  /// The seed of `Hasher` differs from run to run, so that what is kept says nothing about ids.
  private static func hash(_ id: [UInt8]) -> Int {
    var hasher = Hasher()
    id.withUnsafeBytes { hasher.combine(bytes: $0) }
    return hasher.finalize()
  }
}
