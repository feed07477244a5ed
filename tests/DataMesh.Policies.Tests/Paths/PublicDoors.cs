using System.Reflection;

namespace DataMesh.Tests.Policies;

/// <summary>The members by which an application gets at ports, found in the public API itself.</summary>
internal static class PublicDoors
{
    // What a consumer holds in its hands; every public member counts.
    private static readonly Type[] Handles = [typeof(IInputPort), typeof(IInputPort<>), typeof(IDataMesh), typeof(IMeshAccess), typeof(IMeshLifecycle), typeof(IMeshCatalog), typeof(Mesh)];

    /// <summary>The results by which a member of any other public type counts as a door.</summary>
    private static readonly Type[] Results =
    [
        typeof(Apache.Arrow.RecordBatch), typeof(Snapshot), typeof(DataContract), typeof(AccessExplanation), typeof(CatalogEntry), typeof(Recall), typeof(AuditRecord), typeof(IInputPort), typeof(IInputPort<>),
    ];

    /// <summary>Every door, spelled as <c>Type.Member(parameters without the token)</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Handles.SelectMany(h => Members(h).Where(m => !Implements(m, h)))
            .Concat(Applications().Except(Handles).SelectMany(t => Members(t).Where(IsDoor)))
            .Select(Spell).Distinct().Order(StringComparer.Ordinal)];

    public static string Spell(MethodInfo method) =>
        method.IsSpecialName && method.Name.StartsWith("get_", StringComparison.Ordinal) ? $"{Spell(method.DeclaringType!)}.{method.Name[4..]}"
        : $"{Spell(method.DeclaringType!)}.{method.Name}{(method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Spell))}>" : "")}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType).Where(t => t != typeof(CancellationToken)).Select(Spell))})";

    private static IEnumerable<MethodInfo> Members(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(m => !(m.IsSpecialName && m.Name.StartsWith("set_", StringComparison.Ordinal)) && m.GetBaseDefinition().DeclaringType != typeof(object));

    // The class that an application creates hands everything to the interface, whose members are in the table.
    private static bool Implements(MethodInfo method, Type type) => !type.IsInterface && type.GetInterfaces().Any(i => type.GetInterfaceMap(i).TargetMethods.Contains(method));

    private static IEnumerable<Type> Applications() =>
        new[] { typeof(IDataMesh).Assembly, typeof(MeshRuntime).Assembly, typeof(Mesh).Assembly }.SelectMany(a => a.GetExportedTypes())
            .Where(t => t.Namespace is "DataMesh" or "Microsoft.Extensions.DependencyInjection" && !IsData(t));

    // Records and exceptions carry what a door gave; they give nothing of their own.
    private static bool IsData(Type type) => type.IsValueType || type.IsSubclassOf(typeof(Exception)) || type.GetMethod("<Clone>$") is not null;

    private static bool IsDoor(MethodInfo method) => Parts(method.ReturnType).Any(t => Results.Contains(t.IsGenericType && !t.IsGenericTypeDefinition ? t.GetGenericTypeDefinition() : t));

    private static IEnumerable<Type> Parts(Type type) => [type, .. type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : []];

    private static string Spell(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Spell(inner)
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Spell))}>" : type.Name;
}
