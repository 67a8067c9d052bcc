import AuditNumerics
import Testing
import _AuditTesting

@Suite struct MatrixTests {
  let a = Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])

  @Test func product() {
    let b = Matrix(rows: 3, columns: 2, elements: [7, 8, 9, 10, 11, 12])
    #expect(Matrix.product(a, b) == Matrix(rows: 2, columns: 2, elements: [58, 64, 139, 154]))
  }

  @Test func transposedProduct() {
    let b = Matrix(rows: 2, columns: 1, elements: [10, 100])
    #expect(Matrix.transposedProduct(a, b) == Matrix(rows: 3, columns: 1, elements: [410, 520, 630]))
  }

  @Test func emptyProduct() {
    let none = Matrix(rows: 3, columns: 0)
    #expect(Matrix.product(a, none) == Matrix(rows: 2, columns: 0))
    #expect(Matrix.product(none, Matrix(rows: 0, columns: 2)) == Matrix(rows: 3, columns: 2))
  }

  @Test func elements() {
    var changed = a
    changed[1, 2] = 0
    #expect(a[1, 2] == 6)
    #expect(changed.elements == [1, 2, 3, 4, 5, 0])
  }

  @Test func wrongShapesTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix.product(Matrix(rows: 2, columns: 3), Matrix(rows: 2, columns: 3))
    }
    await #expect(processExitsWith: .failure) {
      _ = Matrix(rows: 2, columns: 3)[0, 3]
    }
  }

  @Test func solvesAPositiveDefiniteSystem() throws {
    let system = Matrix(rows: 3, columns: 3, elements: [4, 2, 0.5, 2, 5, 1, 0.5, 1, 3])
    let expected = [1.5, -2, 0.25]
    let right = Matrix.product(system, Matrix(rows: 3, columns: 1, elements: expected)).elements
    let solution = try #require(LinearSolver.solvePositiveDefinite(system, right))
    for (found, wanted) in zip(solution, expected) { #expect(isClose(found, wanted, within: 1e-14)) }
  }

  @Test func refusesWhatIsNotPositiveDefinite() {
    let indefinite = Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1])
    #expect(LinearSolver.solvePositiveDefinite(indefinite, [1, 1]) == nil)
    let nearlySingular = Matrix(rows: 2, columns: 2, elements: [0.1, 0.3, 0.3, 0.9 + 1e-16])
    #expect(LinearSolver.solvePositiveDefinite(nearlySingular, [1, 3]) == nil)
    #expect(LinearSolver.solvePositiveDefinite(Matrix(rows: 0, columns: 0), []) == [])
    #expect(LinearSolver.solvePositiveDefinite(Matrix(rows: 1, columns: 1, elements: [.nan]), [1]) == nil)
    #expect(LinearSolver.solvePositiveDefinite(Matrix(rows: 1, columns: 1, elements: [1]), [.infinity]) == nil)
  }

  /// Above the diagonal stands what nobody may read.
  @Test func solvesFromTheLowerTriangle() throws {
    let system = Matrix(rows: 3, columns: 3, elements: [4, 99, 99, 2, 5, 99, 0.5, 1, 3])
    let solution = try #require(LinearSolver.solvePositiveDefinite(system, [2.125, -6.75, -0.5]))
    for (found, wanted) in zip(solution, [1.5, -2, 0.25]) { #expect(isClose(found, wanted, within: 1e-14)) }
  }

  /// The second difference, whose eigenvalues are 2 - 2 cos(k π / 4), k from 1 to 3.
  @Test func decomposesFromTheLowerTriangle() throws {
    let eigen = try #require(SymmetricEigen(Matrix(rows: 3, columns: 3, elements: [2, 99, 99, -1, 2, 99, 0, -1, 2])))
    let root = 0.5.squareRoot()
    for (found, wanted) in zip(eigen.values, [2 - 2 * root, 2, 2 + 2 * root]) {
      #expect(isClose(found, wanted, within: 1e-14))
    }
    // The first column is (1, √2, 1) / 2 but for its sign, the second (1, 0, -1) / √2.
    for (row, wanted) in [0.5, root, 0.5].enumerated() {
      #expect(isClose(abs(eigen.vectors[row, 0]), wanted, within: 1e-14))
    }
    for (row, wanted) in [root, 0, root].enumerated() {
      #expect(isClose(abs(eigen.vectors[row, 1]), wanted, within: 1e-14))
    }
    #expect(SymmetricEigen(Matrix(rows: 1, columns: 1, elements: [.nan])) == nil)
    #expect(SymmetricEigen(Matrix(rows: 0, columns: 0))?.values == [])
  }
}
