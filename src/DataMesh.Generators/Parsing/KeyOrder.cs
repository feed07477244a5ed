using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Numbers the key columns by [Column(Order = …)], then by declaration.</summary>
internal static class KeyOrder
{
    public static IEnumerable<ColumnModel> Apply(List<ColumnModel> columns, List<(IPropertySymbol Property, AttributeSet Attributes)> members)
    {
        Dictionary<string, int> positions = [];
        foreach (ColumnModel key in columns.Where(c => c.KeyPosition > 0).OrderBy(c => Order(members.First(m => m.Property.Name == c.Property).Attributes)))
            positions[key.Property] = positions.Count + 1;
        return columns.Select(c => positions.TryGetValue(c.Property, out int position) ? c with { KeyPosition = position } : c);
    }

    private static int Order(AttributeSet attributes) =>
        attributes.Find(AttributeSet.Annotations + "Schema.ColumnAttribute")?.Named("Order") is int order ? order : int.MaxValue;
}
