using static DataMesh.FieldRules;

namespace DataMesh;

/// <summary>Servers of ODCS 3.1: each type has keys of its own. What does not fit its type is written as type <c>custom</c>, which demands nothing.</summary>
internal static class ServerShape
{
    private const string Custom = "custom";

    private static readonly Dictionary<string, FieldRule> _kinds = new()
    {
        ["port"] = Integer, ["location"] = UriText, ["endpointUrl"] = UriText,
    };

    private static readonly FieldRule _sftp = new ScalarRule(s => s.Text.StartsWith("sftp://", StringComparison.Ordinal) ? UriText.Export(s, new CarriedValues(), 0) as YamlScalar : null);

    // Keys by type; those with a star are demanded.
    private static readonly Dictionary<string, string> _types = new(StringComparer.Ordinal)
    {
        ["api"] = "*location",
        ["athena"] = "*stagingDir *schema catalog regionName",
        ["azure"] = "*location *format delimiter",
        ["bigquery"] = "*project *dataset",
        ["clickhouse"] = "*host *port *database",
        ["databricks"] = "host *catalog *schema",
        ["denodo"] = "*host *port database",
        ["dremio"] = "*host *port schema",
        ["duckdb"] = "*database schema",
        ["glue"] = "*account *database location format",
        ["cloudsql"] = "*host *port *database *schema",
        ["db2"] = "*host *port *database schema",
        ["hive"] = "*host port *database",
        ["impala"] = "*host port *database",
        ["informix"] = "*host port *database",
        ["zen"] = "*host port *database",
        [Custom] = "account catalog database dataset delimiter endpointUrl format host location path port project region regionName schema serviceName stagingDir warehouse stream",
        ["kafka"] = "*host format",
        ["kinesis"] = "region format",
        ["local"] = "*path *format",
        ["mysql"] = "*host *port *database",
        ["oracle"] = "*host *port *serviceName",
        ["postgres"] = "*host *port *database *schema",
        ["postgresql"] = "*host *port *database *schema",
        ["presto"] = "*host catalog schema",
        ["pubsub"] = "*project",
        ["redshift"] = "host *database *schema region account",
        ["s3"] = "*location endpointUrl format delimiter",
        ["sftp"] = "*location format delimiter",
        ["snowflake"] = "host port *account *database *schema warehouse",
        ["sqlserver"] = "*host port *database *schema",
        ["synapse"] = "*host *port *database",
        ["trino"] = "*host *port *catalog *schema",
        ["vertica"] = "*host *port *database *schema",
    };

    /// <summary>The shape.</summary>
    /// <param name="common">The keys that every type has.</param>
    public static DocumentShape Create(Dictionary<string, FieldRule> common)
    {
        Dictionary<string, DocumentForm> forms = _types.ToDictionary(t => t.Key, t => Form(common, t.Key, t.Value), StringComparer.Ordinal);
        return new DocumentShape
        {
            Fields = common,
            Choose = server => server.Find("type") is YamlScalar type && forms.TryGetValue(type.Text, out DocumentForm? form) && Fits(server, form)
                ? form : forms[Custom] with { Instead = new Dictionary<string, string> { ["type"] = Custom } },
        };
    }

    private static DocumentForm Form(Dictionary<string, FieldRule> common, string type, string keys)
    {
        Dictionary<string, FieldRule> fields = new(common, StringComparer.Ordinal);
        List<string> required = ["server", "type"];
        foreach (string word in keys.Split(' '))
        {
            string key = word.TrimStart('*');
            fields.Add(key, RuleOf(type, key));
            if (key != word)
                required.Add(key);
        }
        return new DocumentForm { Fields = fields, Required = required };
    }

    private static FieldRule RuleOf(string type, string key) => (type, key) switch
    {
        ("athena", "stagingDir") => UriText,
        ("sftp", "location") => _sftp,
        _ => _kinds.GetValueOrDefault(key, Text),
    };

    private static bool Fits(YamlMapping server, DocumentForm form) =>
        form.Required.All(key => server.Find(key) is { } value && form.Fields[key].Export(value, new CarriedValues(), 0) is not null);
}
