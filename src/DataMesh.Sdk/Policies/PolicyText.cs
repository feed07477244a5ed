namespace DataMesh;

/// <summary>The policy of a port that a declaration holds as text.</summary>
internal static class PolicyText
{
    /// <summary>Reads the text.</summary>
    /// <param name="place">What messages call the text.</param>
    /// <param name="yaml">The text.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidDefinition"/>; the message holds line and column.</exception>
    public static PortPolicy Read(string place, string yaml)
    {
        try
        {
            return PortPolicyYaml.ReadText(YamlParser.Parse(place, YamlParser.Encode(place, yaml)));
        }
        catch (DataMeshException error)
        {
            throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, error.Message, error) { Operation = "register" };
        }
    }
}
