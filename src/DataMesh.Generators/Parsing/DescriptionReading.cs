namespace DataMesh.Generators;

/// <summary>Reads [Description] or [Display(Description = "…")]; a text that comes from resources is not read.</summary>
internal static class DescriptionReading
{
    public static string? Find(AttributeSet attributes) =>
        attributes.Find("System.ComponentModel.DescriptionAttribute")?.Argument(0) as string
        ?? (attributes.FindAnnotation("Display") is { } display && display.Named("ResourceType") is null ? display.Named("Description") as string : null);
}
