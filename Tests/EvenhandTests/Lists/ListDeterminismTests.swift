import Evenhand
import Testing
import _AuditTesting

/// The same lists give the same bytes, however they are read.
struct ListDeterminismTests {
  @Test func threadsMemoryAndOrderOfRows() async throws {
    // More lists than one piece holds.
    let lists = MadeUpLists(45_000, seed: 11)
    var together = lists.tables(
      metrics: "[ndcg, hit-rate, exposure, ndkl, exposure-gini, coverage]", requirements: MadeUpLists.bothWays)
    together.digests = false
    together.threads = 1
    let expected = try await together.record().canonicalText()
    var random = SeededGenerator(seed: 12)
    var apart = together
    let rows = (together.files["lists.csv"] ?? "").split(separator: "\n", omittingEmptySubsequences: true)
    apart.files["lists.csv"] =
      ([rows[0]] + rows[1...].shuffled(using: &random)).joined(separator: "\n") + "\n"
    for threads in [1, 2, 5] {
      together.threads = threads
      #expect(try await together.record().canonicalText() == expected, "\(threads) threads")
      for memory in [together.memory, 300_000] {
        (apart.threads, apart.memory) = (threads, memory)
        #expect(try await apart.record().canonicalText() == expected, "\(threads) threads, \(memory) bytes, apart")
      }
    }
  }
}
