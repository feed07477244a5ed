using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>The attributes of a member: of the property, and of the positional parameter that made it.</summary>
internal sealed class AttributeSet(IEnumerable<AttributeData> attributes)
{
    public const string Annotations = "System.ComponentModel.DataAnnotations.";
    private readonly List<AttributeData> _attributes = [.. attributes];

    public IEnumerable<AttributeData> All => _attributes;

    public AttributeData? Find(string fullName) => _attributes.FirstOrDefault(a => NameOf(a) == fullName);

    public AttributeData? FindAnnotation(string name) => Find($"{Annotations}{name}Attribute");

    public AttributeData? FindOurs(string name) => Find($"DataMesh.{name}Attribute");

    public IEnumerable<AttributeData> AllOurs(string name) => _attributes.Where(a => NameOf(a) == $"DataMesh.{name}Attribute");

    public static string NameOf(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() ?? "";
}

internal static class AttributeDataReading
{
    public static object? Argument(this AttributeData attribute, int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Kind != TypedConstantKind.Array ? attribute.ConstructorArguments[index].Value : null;

    public static object? Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(n => n.Key == name).Value is { Kind: not TypedConstantKind.Array, IsNull: false } value ? value.Value : null;

    public static Location? Location(this AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    public static string DisplayName(this AttributeData attribute) => $"[{attribute.AttributeClass!.Name.Replace("Attribute", "")}]";
}
