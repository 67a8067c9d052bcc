import CPoisson
import Testing
import _AuditTesting

@testable import AuditNumerics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Weights computed with an independent Philox and SciPy's Poisson quantiles.
struct ExpectedWeights: Decodable, Sendable {
  let seed: String
  let unit: String
  let weights: [Double]

  static let values: [ExpectedWeights] = {
    struct File: Decodable { let weights: [ExpectedWeights] }
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let path = (here.dropLast(2) + ["Reference", "rankings-scipy.json"]).joined(separator: "/")
    do {
      return try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path))).weights
    } catch {
      fatalError("\(path): \(error)")
    }
  }()
}

@Suite struct ClusterTests {
  /// Whole numbers, so that sums are exact whatever their order.
  static func vectors(_ clusters: Int, _ components: Int, seed: UInt64 = 1) -> Matrix {
    var stream = CounterStream(seed: seed, stream: 9, replicate: 0)
    return Matrix(
      rows: clusters, columns: components,
      elements: (0..<clusters * components).map { _ in Double(Int(stream.next() % 21)) - 6 })
  }

  static func rows(_ matrix: Matrix, _ range: Range<Int>) -> Matrix {
    Matrix(
      rows: range.count, columns: matrix.columns,
      elements: Array(matrix.elements[range.lowerBound * matrix.columns..<range.upperBound * matrix.columns]))
  }

  @Test func momentsAreSums() throws {
    let moments = ClusterMoments(Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 8, 3]))
    #expect(moments.count == 3 && moments.sums == [12, 9] && moments.means == [4, 3])
    #expect(moments.products == Matrix(rows: 2, columns: 2, elements: [74, 38, 38, 29]))
    #expect(try #require(moments.covariance) == Matrix(rows: 2, columns: 2, elements: [13, 1, 1, 1]))
  }

  @Test func momentsObeyTheLawsOfSummaries() {
    let all = Self.vectors(300, 7)
    let parts = [0..<1, 1..<120, 120..<120, 120..<300].map { ClusterMoments(Self.rows(all, $0)) }
    let whole = ClusterMoments(all)
    let merged = { (parts: [ClusterMoments]) in
      parts.reduce(into: ClusterMoments(dimension: 7)) { $0.merge($1) }
    }
    #expect(merged(parts) == whole)
    #expect(merged(parts.reversed()) == whole)
    #expect(merged([parts[0], merged([parts[1], merged([parts[2], parts[3]])])]) == whole)
    var inBlocks = ClusterMoments(dimension: 7)
    for start in stride(from: 0, to: 300, by: 11) { inBlocks.absorb(Self.rows(all, start..<min(300, start + 11))) }
    #expect(inBlocks == whole)
  }

  @Test func regroupingCommutesWithAbsorbing() {
    let all = Self.vectors(50, 4)
    let map = Matrix(rows: 3, columns: 4, elements: [1, 1, 0, 0, 0, 2, -1, 0, 0, 0, 0, 1])
    var mapped = Matrix(rows: 50, columns: 3)
    for cluster in 0..<50 {
      for row in 0..<3 {
        mapped[cluster, row] = (0..<4).reduce(0) { $0 + map[row, $1] * all[cluster, $1] }
      }
    }
    #expect(ClusterMoments(all).regrouped(by: map) == ClusterMoments(mapped))
    #expect(ClusterSample(all).regrouped(by: map) == ClusterSample(mapped))
  }

  /// Sums of single components, which skip what is 0, and dense maps obey the same law.
  @Test func sparseMapsAreMaps() {
    let all = Self.vectors(40, 12)
    var map = Matrix(rows: 5, columns: 12)
    for row in 0..<4 { map[row, 3 * row] = Double(row + 1) }
    map[4, 0] = -1
    map[4, 7] = 2
    #expect(Matrix.product(sparse: map, all.transposed) == Matrix.product(map, all.transposed))
    let mapped = Matrix.product(all, map.transposed)
    #expect(ClusterMoments(all).regrouped(by: map) == ClusterMoments(mapped))
    #expect(ClusterSample(all).regrouped(by: map) == ClusterSample(mapped))
    #expect(Matrix.product(sparse: Matrix(rows: 2, columns: 12), all.transposed) == Matrix(rows: 2, columns: 40))
    #expect(Matrix.product(sparse: map, Matrix(rows: 12, columns: 0)) == Matrix(rows: 5, columns: 0))
  }

  @Test func withoutClusters() {
    let none = ClusterMoments(dimension: 2)
    #expect(none.means == nil && none.covariance == nil)
    #expect(ClusterMoments(Matrix(rows: 1, columns: 1, elements: [3])).covariance == nil)
    #expect(ClusterMoments(Matrix(rows: 4, columns: 0)).count == 4)
    let equal = ClusterMoments(Matrix(rows: 7, columns: 1, repeating: 0.1))
    #expect(equal.covariance?.elements == [0])
  }

  @Test func momentsAreStored() throws {
    let moments = ClusterMoments(Self.vectors(5, 3))
    #expect(try JSONDecoder().decode(ClusterMoments.self, from: JSONEncoder().encode(moments)) == moments)
  }

  @Test func vectorsAreKeptWhileFew() {
    let limit = ClusterSample.vectorLimit
    let all = Self.vectors(limit + 1, 1)
    var sample = ClusterSample(dimension: 1)
    sample.absorb(Self.rows(all, 0..<100))
    var rest = ClusterSample(Self.rows(all, 100..<limit))
    #expect(rest.vectors?.rows == limit - 100)
    sample.merge(rest)
    #expect(sample == ClusterSample(Self.rows(all, 0..<limit)) && sample.vectors != nil)
    rest.absorb(Self.rows(all, 0..<101))
    #expect(rest.vectors == nil && rest.count == limit + 1)
    sample.absorb(Self.rows(all, limit..<limit + 1))
    #expect(sample.vectors == nil && sample == ClusterSample(all))
    #expect(ClusterSample(moments: sample.moments).vectors == nil)
  }

  @Test(arguments: ExpectedWeights.values)
  func weightsAgreeWithSciPy(_ expected: ExpectedWeights) throws {
    let weights = PoissonWeights(seed: try #require(UInt64(expected.seed)))
    let unit = try #require(UInt64(expected.unit))
    for count in [expected.weights.count, 5, 1, 0] {
      #expect(weights.weights(unit: unit, replicates: count) == Array(expected.weights.prefix(count)))
    }
  }

  @Test(arguments: [POISSON_PORTABLE, POISSON_SSE2, POISSON_AVX2, POISSON_AVX512].filter(poisson_supports))
  func everyInstructionSetDrawsTheSameWeights(_ instructions: poisson_instructions) {
    let generator = PoissonWeights(seed: 11)
    let units: [UInt64] = (0..<20).map { $0 &* 0x9E37_79B9_7F4A_7C15 }
    let keys = units.map(generator.key)
    let range = 64..<64 + 5 * PoissonWeights.step
    let drawn = [Float](unsafeUninitializedCapacity: units.count * range.count) { target, count in
      PoissonWeights.fill(keys: keys[...], replicates: range, with: instructions, into: target)
      count = units.count * range.count
    }
    for (number, key) in keys.enumerated() {
      let philox = Philox4x32(key: key)
      for replicate in range {
        let word = philox.block(SIMD4(UInt32(replicate / 4), 0, 0, 0))[replicate % 4]
        // The quantile of the Poisson distribution, term by term.
        var (weight, mass, left) = (0, 0.36787944117144233, Double(word) / 0x1p32)
        while left >= mass, weight < 12 {
          left -= mass
          weight += 1
          mass /= Double(weight)
        }
        #expect(drawn[number * range.count + replicate - range.lowerBound] == Float(weight))
      }
    }
  }

  @Test func weightsArePoisson() {
    let weights = PoissonWeights(seed: 5)
    var counts = Array(repeating: 0.0, count: 13)
    let (units, replicates) = (500, 400)
    for unit in 0..<units {
      for weight in weights.weights(unit: UInt64(unit), replicates: replicates) { counts[Int(weight)] += 1 }
    }
    var (mass, statistic) = (0.36787944117144233 * Double(units * replicates), 0.0)
    for count in 0..<7 {
      if count > 0 { mass /= Double(count) }
      statistic += (counts[count] - mass) * (counts[count] - mass) / mass
    }
    #expect(statistic < 6 + 4 * 12.0.squareRoot() + 4)
  }

  @Test func weightedSumsAreProducts() {
    let vectors = Self.vectors(300, 3)
    let identities = (0..<300).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    var sums = WeightedClusterSums(dimension: 3, replicates: 37, seed: 8)
    sums.absorb(vectors, identities: identities)
    var expected = Matrix(rows: 37, columns: 4)
    for (cluster, identity) in identities.enumerated() {
      for (replicate, weight) in PoissonWeights(seed: 8).weights(unit: identity, replicates: 37).enumerated() {
        expected[replicate, 0] += weight
        for component in 0..<3 { expected[replicate, 1 + component] += weight * vectors[cluster, component] }
      }
    }
    #expect(sums.totals == expected)
  }

  /// Whole numbers that fit into single precision take another path than fractions do, to the same bits.
  @Test func precisionMakesNoDifference() {
    let whole = Self.vectors(400, 3)
    let identities = (0..<400).map { UInt64($0) << 7 }
    func totals(_ factor: Double, threads: Int) -> Matrix {
      Parallel.$threads.withValue(threads) {
        var sums = WeightedClusterSums(dimension: 3, replicates: 300, seed: 3)
        sums.absorb(Matrix(rows: 400, columns: 3, elements: whole.elements.map { $0 * factor }), identities: identities)
        return sums.totals
      }
    }
    let single = totals(1, threads: 1)
    let double = totals(0x1p-3, threads: 2)
    for replicate in 0..<300 {
      #expect(single[replicate, 0] == double[replicate, 0])
      for component in 1...3 { #expect(single[replicate, component] == 8 * double[replicate, component]) }
    }
    #expect(totals(0.1, threads: 1) == totals(0.1, threads: 3))
  }

  /// The same bits in any portions, and with any number of threads, since shards are merged in their order.
  @Test func weightedSumsDoNotDependOnPortionsOrThreads() async {
    let vectors = Matrix(rows: 700, columns: 2, elements: Self.vectors(700, 2).elements.map { $0 * 0.1 })
    let identities = (0..<700).map { UInt64($0) << 20 }
    @Sendable func absorb(_ range: Range<Int>, portion: Int) -> WeightedClusterSums {
      var sums = WeightedClusterSums(dimension: 2, replicates: 50, seed: 8)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: portion) {
        let part = start..<min(range.upperBound, start + portion)
        sums.absorb(Self.rows(vectors, part), identities: Array(identities[part]))
      }
      return sums
    }
    let whole = absorb(0..<700, portion: 700)
    for portion in [1, 7, 128, 129] { #expect(absorb(0..<700, portion: portion) == whole) }

    let shards = [0..<100, 100..<333, 333..<700]
    var sequential = WeightedClusterSums(dimension: 2, replicates: 50, seed: 8)
    for shard in shards { sequential.merge(absorb(shard, portion: 700)) }
    let parallel = await withTaskGroup(of: (Int, WeightedClusterSums).self) { group in
      for (number, shard) in shards.enumerated() { group.addTask { (number, absorb(shard, portion: 13)) } }
      var parts: [Int: WeightedClusterSums] = [:]
      for await (number, part) in group { parts[number] = part }
      return shards.indices.reduce(into: WeightedClusterSums(dimension: 2, replicates: 50, seed: 8)) {
        $0.merge(parts[$1]!)
      }
    }
    #expect(parallel.totals == sequential.totals)
    for (first, second) in zip(sequential.totals.elements, whole.totals.elements) {
      #expect(isClose(first, second, within: 1e-12))
    }
  }

  @Test func sumsOfDifferentBootstrapsAreNotMerged() async {
    await #expect(processExitsWith: .failure) {
      var sums = WeightedClusterSums(dimension: 1, replicates: 2, seed: 1)
      sums.merge(WeightedClusterSums(dimension: 1, replicates: 2, seed: 2))
    }
  }
}
