namespace DataMesh.Generators;

/// <summary>A column, or a value below a nested one, with the names that emitted code has for it, unique within the contract.</summary>
internal sealed class ColumnNode
{
    private readonly string _name;

    private ColumnNode(ColumnModel column, ColumnNode? owner, string name)
    {
        Column = column;
        Owner = owner;
        _name = name;
    }

    public ColumnModel Column { get; }

    /// <summary>The nested column around it; null at the top.</summary>
    public ColumnNode? Owner { get; }

    public List<ColumnNode> Children { get; } = [];

    public MemberType Type => Column.Type;

    public string Field => "_" + _name;

    public string Local => _name + "Column";

    /// <summary>The end of the names of its methods.</summary>
    public string Method => Owner is null ? Column.Property : char.ToUpperInvariant(_name[0]) + _name.Substring(1);

    /// <summary>The name of a decoder's buffer for it.</summary>
    public string Buffer(string role) => $"{role}Of_{_name}";

    /// <summary>The nodes of a contract's columns.</summary>
    public static List<ColumnNode> Build(IEnumerable<ColumnModel> columns)
    {
        HashSet<string> used = [];
        List<ColumnNode> nodes = [.. columns.Select(c => new ColumnNode(c, null, Unique(used, char.ToLowerInvariant(c.Property[0]) + c.Property.Substring(1))))];
        foreach (ColumnNode node in nodes)
            node.AddChildren(used);
        return nodes;
    }

    /// <summary>The nodes and all below them, each before what is below it.</summary>
    public static IEnumerable<ColumnNode> All(IEnumerable<ColumnNode> nodes) => nodes.SelectMany(n => new[] { n }.Concat(All(n.Children)));

    private void AddChildren(HashSet<string> used)
    {
        if (Column.Nested is not { } nested)
            return;
        foreach (ColumnModel child in nested.Children)
        {
            ColumnNode node = new(child, this, Unique(used, _name + char.ToUpperInvariant(child.Property[0]) + child.Property.Substring(1)));
            Children.Add(node);
            node.AddChildren(used);
        }
    }

    private static string Unique(HashSet<string> used, string name)
    {
        string unique = name;
        for (int i = 2; !used.Add(unique); i++)
            unique = name + i;
        return unique;
    }
}
