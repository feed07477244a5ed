namespace DataMesh.Generators;

/// <summary>Names of the fields and locals that emitted code has for each column, unique within the record.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, string> _names = [];

    public MemberNames(IEnumerable<ColumnModel> columns)
    {
        HashSet<string> used = [];
        foreach (ColumnModel column in columns)
        {
            string name = char.ToLowerInvariant(column.Property[0]) + column.Property.Substring(1);
            string unique = name;
            for (int i = 2; !used.Add(unique); i++)
                unique = name + i;
            _names[column.Property] = unique;
        }
    }

    public string Field(ColumnModel column) => "_" + _names[column.Property];

    public string Local(ColumnModel column) => _names[column.Property] + "Column";
}
