using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The limits of the values below one column of structs, lists or maps; violations name the path and the row of the column at the top.</summary>
internal sealed class NestedRules
{
    private readonly Child[] _children;

    /// <param name="path">The column's name; below others, the names from the top, joined by points.</param>
    /// <param name="type">The column's type.</param>
    /// <param name="isForeign">True for batches that this library did not make.</param>
    public NestedRules(string path, PhysicalType type, bool isForeign) => _children = [.. type.Children.Select(child => new Child(path, child, isForeign))];

    /// <summary>Finds the rules that are broken. <see cref="ContractViolation.Rows"/> counts values: of one row, a list may hold several.</summary>
    /// <param name="column">The column.</param>
    /// <param name="ordinalOf">The ordinal, in the published stream, of the row that a value of the column lies in.</param>
    public IEnumerable<ContractViolation> Find(ArrayData column, Func<int, long> ordinalOf)
    {
        foreach ((int i, Child child) in _children.Index())
        {
            using NestedItems items = NestedItems.Of(column, i);
            RecordBatch batch = new(child.Schema, [ArrowArrayFactory.BuildArray(items.Data)], items.Data.Length);
            foreach (ColumnRule rule in child.Rules)
                if (rule.FindViolations(batch) is { Rows: > 0 } found)
                    yield return new ContractViolation { Column = child.Path, Rule = rule.Text, FirstRow = ordinalOf(items.RowOf(found.First)), Rows = found.Rows };
            foreach (ContractViolation violation in child.Below?.Find(items.Data, item => ordinalOf(items.RowOf(item))) ?? [])
                yield return violation;
        }
    }

    private sealed class Child
    {
        public Child(string path, SchemaProperty property, bool isForeign)
        {
            Path = $"{path}.{property.Name}";
            Schema = new Schema([ArrowFields.Create(property.Name, property.Type, !property.Required)], null);
            Rules = [.. ColumnRule.Of(property, 0, Schema, isForeign)];
            Below = property.Type.IsNested ? new NestedRules(Path, property.Type, isForeign) : null;
        }

        public string Path { get; }

        public Schema Schema { get; }

        public ColumnRule[] Rules { get; }

        public NestedRules? Below { get; }
    }
}
