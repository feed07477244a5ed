using System.Collections.Frozen;
using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>Makes the nodes of a fixed-width column's type.</summary>
internal abstract class ColumnDomain
{
    public static ColumnDomain Of(BoundColumn column) => column.Type.Kind switch
    {
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Date => new Typed<int>(new GridDomain<int>()),
        PhysicalTypeKind.Int64 or PhysicalTypeKind.Time or PhysicalTypeKind.Timestamp => new Typed<long>(new GridDomain<long>()),
        PhysicalTypeKind.Float => new Typed<float>(new FloatDomain<float>()),
        PhysicalTypeKind.Double => new Typed<double>(new FloatDomain<double>()),
        PhysicalTypeKind.Decimal => new Typed<Int128>(new GridDomain<Int128>(column.Type.Scale)),
        _ => throw new InvalidOperationException($"Column '{column.Name}' of {column.Type} is not of fixed width."),
    };

    public abstract TruthNode BindRange(int ordinal, ComparisonOperator comparison, ScalarValue literal);

    public abstract TruthNode BindSet(int ordinal, IEnumerable<ScalarValue> literals);

    public abstract TruthNode BindPair(int left, int right, SignSet accepted);

    private sealed class Typed<T>(ValueDomain<T> domain) : ColumnDomain
        where T : unmanaged, INumber<T>
    {
        public override TruthNode BindRange(int ordinal, ComparisonOperator comparison, ScalarValue literal) => new RangeNode<T>(ordinal, domain.RangeOf(comparison, literal));

        public override TruthNode BindSet(int ordinal, IEnumerable<ScalarValue> literals) => new SetNode<T>(ordinal, literals.Select(domain.Exact).OfType<T>().ToFrozenSet());

        public override TruthNode BindPair(int left, int right, SignSet accepted) => new SamePairNode<T>(left, right, accepted);
    }
}
