namespace DataMesh;

/// <summary>Truth values in documents that others wrote: the words of YAML 1.2 and 1.1.</summary>
internal static class FlagText
{
    /// <summary>The value; null when the text is none.</summary>
    public static bool? TryParse(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ => null,
    };
}
