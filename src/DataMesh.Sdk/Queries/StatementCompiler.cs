using System.Globalization;
using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Turns a statement with holes into a plan: ports become named relations, values become parameters.</summary>
internal sealed class StatementCompiler
{
    private readonly StringBuilder _sql = new();
    private readonly List<QueryParameter> _parameters = [];
    private readonly Dictionary<string, InputPort> _relations = new(StringComparer.OrdinalIgnoreCase);

    private StatementCompiler() { }

    public static (string Sql, IReadOnlyList<QueryParameter> Parameters, IReadOnlyDictionary<string, InputPort> Relations) Compile(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        StatementCompiler compiler = new();
        foreach ((string name, IInputPort port) in statement.Named)
            compiler._relations.Add(name, Own(port));
        foreach (SqlPart part in statement.Parts)
            compiler.Append(part);
        return (compiler._sql.ToString(), compiler._parameters, compiler._relations);
    }

    private void Append(SqlPart part)
    {
        if (part.Text is { } text)
            _sql.Append(text);
        else if (part.Relation is { } relation)
            FilterSql.AppendIdentifier(_sql, NameOf(Own(relation)));
        else
            Append(part.ParameterType!.Value, part);
    }

    private void Append(PhysicalType type, SqlPart part)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"p{_parameters.Count + 1}");
        _parameters.Add(new QueryParameter { Name = name, Type = type, Value = part.Parameter, Values = part.ParameterList });
        _sql.Append('$').Append(name);
    }

    // The same handle twice is one relation; two handles of one port (other snapshot, purpose or principal) are two.
    private string NameOf(InputPort port)
    {
        string plain = port.Source.Port.Port.Replace('-', '_');
        string name = plain;
        for (int i = 2; _relations.TryGetValue(name, out InputPort? other); i++)
        {
            if (ReferenceEquals(other, port))
                return name;
            name = string.Create(CultureInfo.InvariantCulture, $"{plain}_{i}");
        }
        _relations.Add(name, port);
        return name;
    }

    private static InputPort Own(IInputPort port) => port as InputPort
        ?? throw new ArgumentException($"The port '{port.Source}' was not opened by this library: statements read ports that OpenAsync returned.");
}
