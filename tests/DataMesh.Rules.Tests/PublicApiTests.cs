using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace DataMesh.Rules.Tests;

public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] Namespaces =
        ["DataMesh", "DataMesh.Adapters", "DataMesh.Adapters.Authoring", "DataMesh.Mapping", "DataMesh.Testing", "Microsoft.Extensions.DependencyInjection"];

    private static readonly Type[] AllTypes = [.. Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(t => !IsGenerated(t))];

    private static IEnumerable<Type> PublicTypes => AllTypes.Where(t => t.IsVisible);

    [Fact]
    public void Classes_are_sealed_unless_something_derives_from_them()
    {
        HashSet<Type> bases = [.. AllTypes.Select(t => t.BaseType).OfType<Type>().Select(t => t.IsGenericType ? t.GetGenericTypeDefinition() : t)];

        IEnumerable<Type> open = AllTypes.Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract && !bases.Contains(t) && !t.IsSubclassOf(typeof(Delegate)));

        Rule.Holds(open.Select(t => t.FullName));
    }

    [Fact]
    public void A_public_method_that_returns_a_task_or_a_stream_of_rows_ends_in_Async_and_takes_a_token_last()
    {
        string[] wrong =
        [
            .. from method in PublicMethods()
               where IsAsync(method.ReturnType) && method.Name is not ("DisposeAsync" or "DisposeAsyncCore" or "GetAsyncEnumerator")
               where !method.Name.EndsWith("Async", StringComparison.Ordinal) || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
               select Describe(method),
        ];

        Rule.Holds(wrong);
    }

    [Fact]
    public void A_public_method_that_ends_in_Async_returns_a_task_or_a_stream_of_rows()
    {
        IEnumerable<string> wrong = PublicMethods().Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && !IsAsync(m.ReturnType)).Select(Describe);

        Rule.Holds(wrong);
    }

    [Fact]
    public void Public_types_live_in_an_allowed_namespace() =>
        Rule.Holds(PublicTypes.Where(t => !Namespaces.Contains(t.Namespace)).Select(t => t.FullName));

    [Fact]
    public void Public_types_of_an_adapter_live_in_the_adapters_namespace_or_extend_the_builder() =>
        Rule.Holds(PublicTypes.Where(t => t.Assembly.GetName().Name!.StartsWith("DataMesh.Adapters.", StringComparison.Ordinal)
            && t.Namespace is not ("DataMesh.Adapters" or "Microsoft.Extensions.DependencyInjection")).Select(t => t.FullName));

    [Fact]
    public void No_public_type_is_named_like_the_namespace_it_is_used_in() =>
        Rule.Holds(PublicTypes.Where(t => t.Name == "DataMesh").Select(t => t.FullName));

    [Fact]
    public void Extension_methods_on_a_builder_return_it()
    {
        string[] wrong =
        [
            .. from method in PublicMethods()
               where method.IsDefined(typeof(ExtensionAttribute), false) && method.GetParameters()[0].ParameterType is { Name: "IDataMeshBuilder" or "IServiceCollection" } receiver
                   && method.ReturnType != receiver
               select Describe(method),
        ];

        Rule.Holds(wrong);
    }

    [Fact]
    public void Nothing_public_and_static_can_be_changed()
    {
        const BindingFlags statics = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

        IEnumerable<string> fields = PublicTypes.Where(t => !t.IsEnum).SelectMany(t => t.GetFields(statics))
            .Where(f => (!f.IsInitOnly && !f.IsLiteral) || f.FieldType.IsArray || typeof(IList).IsAssignableFrom(f.FieldType) || typeof(IDictionary).IsAssignableFrom(f.FieldType))
            .Select(f => $"{f.DeclaringType}.{f.Name}");
        IEnumerable<string> properties = PublicTypes.SelectMany(t => t.GetProperties(statics)).Where(p => p.SetMethod is { IsPublic: true }).Select(p => $"{p.DeclaringType}.{p.Name}");

        Rule.Holds(fields.Concat(properties));
    }

    [Fact]
    public void Public_records_are_not_positional()
    {
        IEnumerable<Type> positional = PublicTypes.Where(t => t.GetMethods(Declared).Any(m => m.Name == "PrintMembers" && m.IsDefined(typeof(CompilerGeneratedAttribute)))
            && t.GetMethods(Declared).Any(m => m.Name == "Deconstruct" && m.IsDefined(typeof(CompilerGeneratedAttribute))));

        Rule.Holds(positional.Select(t => t.FullName));
    }

    private static IEnumerable<MethodInfo> PublicMethods() =>
        PublicTypes.SelectMany(t => t.GetMethods(Declared)).Where(m => (m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly) && !m.IsSpecialName && !m.Name.Contains('<', StringComparison.Ordinal));

    private static bool IsAsync(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is { } definition
            && (definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)));

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal) || type.IsDefined(typeof(CompilerGeneratedAttribute), false)
        || type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false) || type.Namespace is null || (type.DeclaringType is { } outer && IsGenerated(outer))
        || type.Namespace.StartsWith("System.", StringComparison.Ordinal) || type.Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static string Describe(MethodInfo method) =>
        $"{method.DeclaringType!.FullName}.{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";
}
