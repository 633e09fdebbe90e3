"""What one sentence says, all of it: each wording as press releases have it. `it` is the reported event."""

import pytest

from cooplinks.loaders.prose.engine import extract
from cooplinks.loaders.prose.inflected.script import to_cyrillic

SAID: dict[str, set[str]] = {
    "The OECS Commission received a grant of US$60 million from the World Bank to implement the Green Belt project.": {
        "Green Belt FUNDED_BY World Bank",
        "Green Belt IMPLEMENTED_BY OECS Commission",
    },
    "Under an agreement with the World Bank, the OECS Commission will implement the Green Belt project.": {
        "Green Belt IMPLEMENTED_BY OECS Commission"
    },
    "UNIDO launched the Skills for Peace project at a ceremony in Juba on 4 May 2024.": {"it PART_OF Skills for Peace", "it HELD_IN Juba"},
    "UNICEF launched the third forum on water in Juba.": {"it ORGANISED_BY United Nations Children's Fund", "it HELD_IN Juba"},
    "Similar projects have been funded by Sida in Zambia. The Green Belt project is funded by the EU.": {
        "Green Belt FUNDED_BY European Union"
    },
    "The next meeting will be hosted by the University of Porto. The meeting in Zomba was hosted by the Ministry of Health.": {
        "it HELD_IN Zomba",
        "Ministry of Health ATTENDED it",
    },
    "The EU has not funded the Green Belt project.": set(),
    "UNICEF could not attend the conference in Zomba because of the floods.": {
        "United Nations Children's Fund ATTENDED declined it",
        "it HELD_IN Zomba",
    },
    "The Blue River Trust and UNICEF organised a workshop on vaccines in Zomba on 4 May 2024.": {
        "it HELD_IN Zomba",
        "it ORGANISED_BY Blue River Trust",
        "it ORGANISED_BY United Nations Children's Fund",
    },
    "A workshop on vaccines was held by the Blue River Trust in Zomba on 4 May 2024.": {
        "it HELD_IN Zomba",
        "it ORGANISED_BY Blue River Trust",
    },
    "A study visit to Lisbon was organised for judges of the Supreme Court from 4 to 8 May 2024 by the Council of Europe.": {
        "it HELD_IN Lisbon",
        "it ORGANISED_BY Council of Europe",
        "Supreme Court ATTENDED it",
    },
    "On 4 May 2024, Zomba hosted the third Regional Forum on Water, organised by the Blue River Trust.": {
        "it HELD_IN Zomba",
        "it ORGANISED_BY Blue River Trust",
    },
    "The seminar, held at the premises of the Council of Europe in Strasbourg, brought together 50 judges.": {"it HELD_IN Strasbourg"},
    "The Bright Start project, led by the Blue River Trust, kicked off with a meeting in Zomba.": {
        "Bright Start IMPLEMENTED_BY Blue River Trust",
        "it HELD_IN Zomba",
        "it PART_OF Bright Start",
    },
    "The kick-off meeting of the project Harmony was held in Seville.": {
        "it HELD_IN Seville",
        "it PART_OF Harmony",
    },
    "Ana Costa attended the handover ceremony of the “The Project for Supply of Pumps” in Lima.": {
        "Ana Costa ATTENDED it",
        "it HELD_IN Lima",
        "it PART_OF The Project for Supply of Pumps",
    },
    "The Government of Japan provided a grant of $3 million to UNDP for the Safe Water project.": {
        "Safe Water FUNDED_BY Government of Japan"
    },
    "USAID awarded a five-year grant to Save the Children to implement the Bright Start programme.": {
        "Bright Start FUNDED_BY United States Agency for International Development",
        "Bright Start IMPLEMENTED_BY Save the Children",
    },
    "The Green Belt project has received €2 million from the European Union.": {"Green Belt FUNDED_BY European Union"},
    "Funding for the Bright Start programme is provided by Sida.": {
        "Bright Start FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "Funding for the Bright Start programme comes from Sida and the EU.": {
        "Bright Start FUNDED_BY European Union",
        "Bright Start FUNDED_BY Swedish International Development Cooperation Agency",
    },
    "The Bright Start programme is jointly implemented by Oxfam and Diakonia with funding of EUR 5 million from Sida.": {
        "Bright Start FUNDED_BY Swedish International Development Cooperation Agency",
        "Bright Start IMPLEMENTED_BY Diakonia",
        "Bright Start IMPLEMENTED_BY Oxfam",
    },
    "Sida is the main donor of the Bright Start programme.": {
        "Bright Start FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "Kari Lund thanked the Government of Ireland for its support to the Green Belt project.": {
        "Green Belt SUPPORTED_BY Government of Ireland"
    },
    "The Bright Start project is being implemented in Zomba by a consortium comprising UNICEF, the Blue River Trust and the University of Porto.": {
        "Bright Start IMPLEMENTED_BY Blue River Trust",
        "Bright Start IMPLEMENTED_BY United Nations Children's Fund",
        "Bright Start IMPLEMENTED_BY University of Porto",
    },
    "Oxfam is leading the implementation of the Bright Start programme.": {"Bright Start IMPLEMENTED_BY Oxfam"},
    "The United Nations and the Government of Kenya have signed a 4-year cooperation agreement.": {
        "United Nations PARTNER_OF Government of Kenya"
    },
    "A memorandum of understanding was signed between the Diplomatic Institute at the Ministry of Foreign Affairs and the Centre for Measurement.": {
        "Centre for Measurement ATTENDED it",
        "Diplomatic Institute ATTENDED it",
        "Diplomatic Institute PARTNER_OF Centre for Measurement",
        "Diplomatic Institute PART_OF Ministry of Foreign Affairs",
    },
    "The memorandum was signed by Grace Banda, Director of the Blue River Trust, and John Miller, UNICEF Representative in Malawi.": {
        "Blue River Trust ATTENDED it",
        "Blue River Trust PARTNER_OF United Nations Children's Fund",
        "Grace Banda ATTENDED it",
        "Grace Banda REPRESENTS Blue River Trust",
        "John Miller ATTENDED it",
        "John Miller REPRESENTS United Nations Children's Fund",
        "United Nations Children's Fund ATTENDED it",
    },
    "The University of Porto and the University of Ohrid are partners in the Green Belt project.": {
        "University of Porto PARTNER_OF University of Ohrid"
    },
    "The partners of the Green Belt project are the University of Porto, the University of Ohrid and the Blue River Trust.": {
        "University of Ohrid PARTNER_OF Blue River Trust",
        "University of Porto PARTNER_OF Blue River Trust",
        "University of Porto PARTNER_OF University of Ohrid",
    },
    "Officials and development partners including UNICEF and WHO met in Zomba on 4 May 2024 to review the Bright Start programme.": set(),
    "WHO was invited to the conference in Zomba but did not attend.": {"it HELD_IN Zomba", "World Health Organization ATTENDED invited it"},
    "Present at the ceremony in Zomba were Kari Lund, Ambassador of Norway, and Peter Phiri, Mayor of Zomba.": {
        "it HELD_IN Zomba",
        "Kari Lund ATTENDED it",
        "Peter Phiri ATTENDED it",
    },
    "Grace Banda represented the Blue River Trust at the Regional Forum on Water in Zomba.": {
        "it HELD_IN Zomba",
        "Grace Banda ATTENDED it",
        "Grace Banda REPRESENTS Blue River Trust",
    },
    "The Head of the EU Delegation, Ambassador Kari Lund, spoke at the conference in Zomba.": {
        "it HELD_IN Zomba",
        "Kari Lund ATTENDED it",
        "Kari Lund REPRESENTS EU Delegation",
    },
    "UNICEF's Kari Lund and WHO's Peter Phiri spoke at the conference in Zomba.": {
        "it HELD_IN Zomba",
        "Kari Lund ATTENDED it",
        "Kari Lund REPRESENTS United Nations Children's Fund",
        "Peter Phiri ATTENDED it",
        "Peter Phiri REPRESENTS World Health Organization",
    },
    "A panel discussion featured Kari Lund, UNICEF; Peter Phiri, WHO; and Ana Costa, Ministry of Health.": {
        "Ana Costa ATTENDED it",
        "Ana Costa REPRESENTS Ministry of Health",
        "Kari Lund ATTENDED it",
        "Kari Lund REPRESENTS United Nations Children's Fund",
        "Peter Phiri ATTENDED it",
        "Peter Phiri REPRESENTS World Health Organization",
    },
    "Kari Lund of UNICEF and Ana Costa from the Ministry of Health were among the panellists at the conference in Zomba.": {
        "Ana Costa ATTENDED it",
        "Ana Costa REPRESENTS Ministry of Health",
        "it HELD_IN Zomba",
        "Kari Lund ATTENDED it",
        "Kari Lund REPRESENTS United Nations Children's Fund",
    },
    "Foggia University and Mykolas Romeris University presented their results at the meeting in Kyiv.": {
        "it HELD_IN Kyiv",
        "Foggia University ATTENDED it",
        "Mykolas Romeris University ATTENDED it",
    },
    "The workshop in Zomba was attended by representatives of SOS Malta, SKOP, Okapi Movement Kenya and the University of Malta.": {
        "it HELD_IN Zomba",
        "Okapi Movement Kenya ATTENDED it",
        "SKOP ATTENDED it",
        "SOS Malta ATTENDED it",
        "University of Malta ATTENDED it",
    },
    "The seminar in Zomba was moderated by Giulia LO PRESTI of UNICEF.": {
        "it HELD_IN Zomba",
        "Giulia LO PRESTI ATTENDED it",
        "Giulia LO PRESTI REPRESENTS United Nations Children's Fund",
    },
    "The project, dubbed Green Fields, is bankrolled by the Mastercard Foundation.": {"Green Fields FUNDED_BY Mastercard Foundation"},
    "The learning event in Kampala drew participants from Gulu University, Caritas Lira and the Acholi Peace Initiative.": {
        "Gulu University ATTENDED it",
        "Acholi Peace Initiative ATTENDED it",
        "Caritas Lira ATTENDED it",
        "it HELD_IN Kampala",
    },
    "Oxfam and Caritas Lira entered into a partnership to fight hunger.": {"Oxfam PARTNER_OF Caritas Lira"},
    "Oxfam partners with Caritas Lira, Gulu University and others to implement the Green Fields project.": {
        "Green Fields IMPLEMENTED_BY Oxfam",
        "Oxfam PARTNER_OF Caritas Lira",
        "Green Fields IMPLEMENTED_BY Gulu University",
        "Oxfam PARTNER_OF Gulu University",
        "Green Fields IMPLEMENTED_BY Caritas Lira",
    },
    "The consortium implementing the Green Fields project consists of Oxfam and Gulu University.": {
        "Green Fields IMPLEMENTED_BY Oxfam",
        "Green Fields IMPLEMENTED_BY Gulu University",
    },
    "The implementing partners of the Green Fields project are Oxfam and Gulu University; its donor is Irish Aid.": {
        "Green Fields IMPLEMENTED_BY Oxfam",
        "Green Fields FUNDED_BY Irish Aid",
        "Green Fields IMPLEMENTED_BY Gulu University",
    },
    "With the generous support of the American people through USAID, the Green Fields project trained 400 farmers.": {
        "Green Fields SUPPORTED_BY United States Agency for International Development"
    },
    "Project title: Green Fields for Karamoja. Donor: Irish Aid. Implementing partners: Oxfam, Caritas Lira": {
        "Green Fields for Karamoja IMPLEMENTED_BY Caritas Lira",
        "Green Fields for Karamoja FUNDED_BY Irish Aid",
        "Green Fields for Karamoja IMPLEMENTED_BY Oxfam",
    },
    "The Green Fields project is funded by Sweden through Sida.": {
        "Green Fields FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "A conference on courts was held in Lima on 4 May 2024. The OSCE's Mission to Moldova supported the conference.": {
        "it SUPPORTED_BY OSCE's Mission to Moldova",
        "it HELD_IN Lima",
    },
    "A conference on courts was held in Lima on 4 May 2024. Experts from the Netherlands Helsinki Committee and from the Centre for Open Courts (COC) shared Dutch experience.": {
        "it HELD_IN Lima",
        "Netherlands Helsinki Committee ATTENDED it",
        "Centre for Open Courts ATTENDED it",
    },
    "A conference on courts was held in Lima on 4 May 2024. Judge Renate Kos, who is a member of the Centre for Open Courts, spoke.": {
        "it HELD_IN Lima",
        "Renate Kos ATTENDED it",
        "Renate Kos REPRESENTS Centre for Open Courts",
    },
    "A conference on courts was held in Lima on 4 May 2024. Speakers: Ann Kelt (University of Leiden), Ben Lam (Defence for Children International)": {
        "Ann Kelt ATTENDED it",
        "Ben Lam ATTENDED it",
        "Ben Lam REPRESENTS Defence for Children International",
        "it HELD_IN Lima",
        "Ann Kelt REPRESENTS University of Leiden",
    },
    "A conference on courts was held in Lima on 4 May 2024. Organisers: Ministry of Justice, UNICEF. Sponsors: Bank of Georgia.": {
        "it ORGANISED_BY United Nations Children's Fund",
        "it HELD_IN Lima",
        "it ORGANISED_BY Ministry of Justice",
        "it SUPPORTED_BY Bank of Georgia",
    },
    "A conference on courts was held in Lima on 4 May 2024. It marks the end of the Safe Courts project.": {
        "it PART_OF Safe Courts",
        "it HELD_IN Lima",
    },
    "A training for librarians began on 4 March 2024 at the National Library of Bhutan in Thimphu. Resource persons from the Royal University of Bhutan are facilitating the training.": {
        "Royal University of Bhutan ATTENDED it",
        "it HELD_IN National Library of Bhutan",
        "it HELD_IN Thimphu",
    },
    "UNICEF and the European Union today signed an agreement in Suva. The signing was witnessed by Fiji's Minister for Fisheries, Kala Ravu, and representatives of the Australian High Commission and New Zealand's Ministry of Justice.": {
        "Australian High Commission ATTENDED it",
        "European Union ATTENDED it",
        "Kala Ravu ATTENDED it",
        "Kala Ravu REPRESENTS Ministry for Fisheries",
        "Ministry of Justice ATTENDED it",
        "United Nations Children's Fund ATTENDED it",
        "United Nations Children's Fund PARTNER_OF European Union",
        "it HELD_IN Suva",
    },
    "Sida awarded a grant of SEK 20 million to the Blue River Trust.": {
        "Blue River Trust FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "The Blue River Trust received a grant of SEK 20 million from Sida.": {
        "Blue River Trust FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "The Blue River Trust was awarded SEK 20 million by Sida.": {
        "Blue River Trust FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "The Green Belt project was financed by the Government of Canada through Global Affairs Canada.": {
        "Green Belt FUNDED_BY Government of Canada",
        "Green Belt FUNDED_BY Global Affairs Canada",
    },
    "Implemented by the Regional Water Center (RWC) and its Ukrainian partner Eco-Lutsk, the Green Belt project ran for three years.": {
        "Green Belt IMPLEMENTED_BY Eco-Lutsk",
        "Green Belt IMPLEMENTED_BY Regional Water Center",
    },
    "Under the Green Belt project, the Government of Japan will provide US$85,000 to the Municipality of Itaugua.": {
        "Green Belt FUNDED_BY Government of Japan",
        "Municipality of Itaugua FUNDED_BY Government of Japan",
    },
    "On the sidelines of the World Health Assembly, the Global Fund and UNICEF hosted a side event on vaccines in Geneva on 4 May 2024.": {
        "United Nations Children's Fund ATTENDED it",
        "it HELD_IN Geneva",
        "The Global Fund to Fight AIDS, Tuberculosis and Malaria ATTENDED it",
    },
    "A seminar on vaccines was held in Lima on 4 May 2024. Austin Kos, Sierra Leone's health minister, called for more money.": {
        "Austin Kos REPRESENTS Ministry of Health",
        "Austin Kos ATTENDED it",
        "it HELD_IN Lima",
    },
    "A seminar on vaccines was held in Lima on 4 May 2024. The panel featured Andriy Kos of PLATO.": {
        "Andriy Kos ATTENDED it",
        "Andriy Kos REPRESENTS PLATO",
        "it HELD_IN Lima",
    },
    "A seminar on vaccines was held in Lima on 4 May 2024. Opening it was Agriculture Minister Abbas Hajj Hassan.": {
        "Abbas Hajj Hassan REPRESENTS Ministry of Agriculture",
        "Abbas Hajj Hassan ATTENDED it",
        "it HELD_IN Lima",
    },
    "The University of Malaya (UM) welcomed a delegation from the University of Hue on 4 May 2024. The delegation was led by Dr. Nguyen Son. The visit aimed to explore joint research.": {
        "Nguyen Son ATTENDED it",
        "University of Malaya ATTENDED it",
        "Nguyen Son REPRESENTS University of Hue",
        "University of Hue ATTENDED it",
    },
    "The University of Malaya (UM) held a workshop in Lima on 3 May 2024. They were received by UM's Deputy Vice-Chancellor (Academic and International), Professor Yatimah Alias.": {
        "Yatimah Alias ATTENDED it",
        "it ORGANISED_BY University of Malaya",
        "Yatimah Alias REPRESENTS University of Malaya",
        "it HELD_IN Lima",
    },
    "The Safadi Foundation, a local partner of Mercy Corps, runs the Green Belt project.": {
        "Green Belt IMPLEMENTED_BY Safadi Foundation",
        "Safadi Foundation PARTNER_OF Mercy Corps",
    },
    "The Regional Cooperation Council (RCC) held a ceremony in Lima. The prize is part of the RCC-implemented and EU-funded Tourism Promotion Project.": {
        "Tourism Promotion IMPLEMENTED_BY Regional Cooperation Council",
        "it HELD_IN Lima",
        "it ORGANISED_BY Regional Cooperation Council",
        "Tourism Promotion FUNDED_BY European Union",
    },
    "The five-year Green Belt programme is supported by the Government of Finland through the Ministry for Foreign Affairs and will be executed by the Kenya Forest Service.": {
        "Green Belt IMPLEMENTED_BY Kenya Forest Service",
        "Green Belt SUPPORTED_BY Ministry for Foreign Affairs",
        "Green Belt SUPPORTED_BY Government of Finland",
    },
    "A seminar on water was held in Lima on 4 May 2024. It was hosted by MEPs Tineke Kos and Pietro Lam.": {
        "it HELD_IN Lima",
        "Pietro Lam ATTENDED it",
        "Tineke Kos ATTENDED it",
    },
    "A seminar on water was held in Lima on 4 May 2024. Respondents included the International Catholic Migration Commission and ABCE's Catherine Kos.": {
        "Catherine Kos ATTENDED it",
        "it HELD_IN Lima",
        "International Catholic Migration Commission ATTENDED it",
        "Catherine Kos REPRESENTS ABCE",
    },
    "A seminar on water was organised in Lima by the Executive Committee of the International Fund for Lakes (EC IFL). Ms Gul Kos (EC IFL) chaired the first session.": {
        "Gul Kos REPRESENTS Executive Committee of the International Fund for Lakes",
        "it HELD_IN Lima",
        "Gul Kos ATTENDED it",
        "it ORGANISED_BY Executive Committee of the International Fund for Lakes",
    },
    "A ceremony was held in Sucre on 4 May 2024. Present were the ambassador of Belgium, Benoît Kos, the president of the Bolivian Committee of Rectors, and others.": {
        "Bolivian Committee of Rectors ATTENDED it",
        "Benoît Kos ATTENDED it",
        "it HELD_IN Sucre",
    },
    "A ceremony was held in Sucre on 4 May 2024. Rectors of KU Leuven, Universidad San Francisco Xavier, Universidad Mayor de San Simón and the Vrije Universiteit Brussel attended.": {
        "it HELD_IN Sucre",
        "Universidad San Francisco Xavier ATTENDED it",
        "Universidad Mayor de San Simón ATTENDED it",
        "KU Leuven ATTENDED it",
        "Vrije Universiteit Brussel ATTENDED it",
    },
    "The Municipality of Peja and the Swiss NGO Helvetas signed a memorandum of cooperation. Under the memorandum, the municipality will contribute 50,000 euros to the project Enhancing Youth Skills (EYS).": {
        "Enhancing Youth Skills FUNDED_BY Municipality of Peja",
        "Helvetas ATTENDED it",
        "Municipality of Peja ATTENDED it",
        "Municipality of Peja PARTNER_OF Helvetas",
    },
    "A conference on women was held in Lima. The conference, convened by the Pacific Community (SPC) with the Government of Samoa as host, is supported by UN Women.": {
        "Government of Samoa ATTENDED it",
        "it SUPPORTED_BY UN Women",
        "it HELD_IN Lima",
        "it ORGANISED_BY Pacific Community",
    },
    "A conference on women was held in Lima. Civil society is represented by the Fiji Women's Rights Movement and the Samoa Support Group. Funding was provided by Sida.": {
        "it FUNDED_BY Swedish International Development Cooperation Agency",
        "it HELD_IN Lima",
        "Samoa Support Group ATTENDED it",
        "Fiji Women's Rights Movement ATTENDED it",
    },
    "The University of Peja held a workshop in Lima. The Green Belt project will be carried out by the university. The university's rector, Ana Kos, spoke.": {
        "it HELD_IN Lima",
        "it ORGANISED_BY University of Peja",
        "Ana Kos REPRESENTS University of Peja",
        "Ana Kos ATTENDED it",
        "Green Belt IMPLEMENTED_BY University of Peja",
    },
    "A course on law in Lima was given by professors from the Lima Institute of Humanitarian Law.": {
        "it HELD_IN Lima",
        "Lima Institute of Humanitarian Law ATTENDED it",
    },
    "The Kuwait Fund signed with the Republic of Benin a loan agreement worth six million dinars to finance the Djougou-Parakou road project.": {
        "Djougou-Parakou road FUNDED_BY Kuwait Fund for Arab Economic Development"
    },
    'The "Clean Water" project is funded by ECHO and implemented jointly with Plan International and the State Ministry of Education.': {
        "Clean Water IMPLEMENTED_BY Plan International",
        "Clean Water IMPLEMENTED_BY State Ministry of Education",
        "Clean Water FUNDED_BY European Civil Protection and Humanitarian Aid Operations",
    },
    "A ceremony was held in Lima on 4 May 2024. Tajik Minister of Education and Science Mahmadyusuf Imomzoda attended the ceremony.": {
        "it HELD_IN Lima",
        "Mahmadyusuf Imomzoda ATTENDED it",
        "Mahmadyusuf Imomzoda REPRESENTS Ministry of Education and Science",
    },
    "A ceremony was held in Lima on 4 May 2024. Guests of honour were Oana Popa, Head of the EU Delegation to Montenegro, and the ambassadors of Croatia and Austria, Vesna Grubić and Karl Müller.": {
        "Vesna Grubić ATTENDED it",
        "Oana Popa ATTENDED it",
        "it HELD_IN Lima",
        "Karl Müller ATTENDED it",
        "Oana Popa REPRESENTS EU Delegation to Montenegro",
    },
    'Care International concluded its project "Tawasol", financed by Global Affairs Canada.': {
        "Tawasol IMPLEMENTED_BY CARE International",
        "Tawasol FUNDED_BY Global Affairs Canada",
    },
    "The workshop in Lima was organised by the Lahore Urban Construction Management and Technology College.": {
        "it ORGANISED_BY Lahore Urban Construction Management and Technology College",
        "it HELD_IN Lima",
    },
    "Regional Dialogue on Climate Security, Amman, 5-6 June 2024. Keynote – Dr. Hala Kos, University of Jordan": {
        "Hala Kos ATTENDED it",
        "Hala Kos REPRESENTS University of Jordan",
        "it HELD_IN Amman",
    },
    "The Zizi Afrique Foundation opened a workshop in Lima. Zizi Afrique executive director John Mugo was present.": {
        "John Mugo ATTENDED it",
        "John Mugo REPRESENTS Zizi Afrique Foundation",
        "it HELD_IN Lima",
    },
    "A training was held in Bamenda. Among the organisations trained were Mother of Hope Cameroon (MOHCAM), COMINSUD and the Hope Foundation.": {
        "Mother of Hope Cameroon ATTENDED it",
        "it HELD_IN Bamenda",
        "Hope Foundation ATTENDED it",
        "COMINSUD ATTENDED it",
    },
    "A conference was held in Prague on 24 October 2022. Ministers and senior officials of 44 states, the European Commission, Frontex and IOM adopted the Action Plan.": {
        "European Commission ATTENDED it",
        "it HELD_IN Prague",
        "International Organization for Migration ATTENDED it",
        "Frontex ATTENDED it",
    },
    "A training was held in Bamenda. It was facilitated by LUKMEF.": {"it HELD_IN Bamenda", "it ORGANISED_BY LUKMEF"},
    "The Embassy of Canada to Croatia partnered with the City of Rijeka and the NGO Delta.": {
        "Embassy of Canada to Croatia PARTNER_OF City of Rijeka"
    },
    "The Film Days were held in the City of Rijeka with support from the City of Zagreb.": {
        "it HELD_IN Rijeka",
        "it SUPPORTED_BY City of Zagreb",
    },
    "Mayors of seven coal towns gathered at Hotel Hills on 4 May 2024 for a regional conference on coal. Speeches were held by Ana Colović from Eko-svest (Skopje) and Mohamed Haji.": {
        "Ana Colović ATTENDED it",
        "Mohamed Haji ATTENDED it",
        "Ana Colović REPRESENTS Eko-svest",
        "it HELD_IN Hotel Hills",
    },
    "A workshop was held in Lima. The session featured Director of Sustainable Development and Human Settlement at the ECLAC, José Luis Lam and Ana Kos.": {
        "it HELD_IN Lima",
        "Ana Kos ATTENDED it",
        "José Luis Lam ATTENDED it",
        "José Luis Lam REPRESENTS Economic Commission for Latin America and the Caribbean",
    },
    "A meeting with a UNDP delegation was held in Lima with the support of UNICEF.": {
        "United Nations Development Programme ATTENDED it",
        "it SUPPORTED_BY United Nations Children's Fund",
        "it HELD_IN Lima",
    },
    "A ceremony was held in Juba on 4 May 2024. State Minister of Health Dr. Bol Deng, UNFPA Country Representative Dr. Ademola Kos and Peter Lam, the Principal of the Juba Institute, spoke at the ceremony.": {
        "Peter Lam ATTENDED it",
        "Peter Lam REPRESENTS Juba Institute",
        "Bol Deng REPRESENTS Ministry of Health",
        "Ademola Kos REPRESENTS United Nations Population Fund",
        "Bol Deng ATTENDED it",
        "Ademola Kos ATTENDED it",
        "it HELD_IN Juba",
    },
    "The graduates were trained under the Strengthening Midwifery Services Project III, which UNFPA manages.": {
        "Strengthening Midwifery Services IMPLEMENTED_BY United Nations Population Fund"
    },
    "On 4 March, CIBO and PLATFORMA organised a webinar in Lima.": {"it ORGANISED_BY PLATFORMA", "it HELD_IN Lima", "it ORGANISED_BY CIBO"},
    "The project Resilient Forests, a collaboration of CIFOR-ICRAF and the University of Porto, is financed by the Blue Climate Initiative (BCI) of the German government.": {
        "CIFOR-ICRAF PARTNER_OF University of Porto",
        "Resilient Forests FUNDED_BY Blue Climate Initiative",
    },
    "A consultation on the National Water Policy was conducted in Honiara on Monday by the Ministry of Health.": {
        "it ORGANISED_BY Ministry of Health",
        "it HELD_IN Honiara",
    },
    "The Green Belt project is funded through the Pacific Water Forum by the Australian Government.": {
        "Green Belt FUNDED_BY Australian Government"
    },
    'On the occasion of World Refugee Day, UNHCR and the Ministry of Justice opened a photo exhibition titled "Home Again" at the National Museum in Kabul on 20 June 2021. The exhibition, featuring works by Jim Huy, was inaugurated by Minister Noor Kos.': {
        "it HELD_IN Kabul",
        "it HELD_IN National Museum",
        "Noor Kos ATTENDED it",
    },
    "A workshop on law was held in Honiara with the support of People with Disability Solomon Islands (PWDSI). PWDSI President Naomi Tai spoke.": {
        "Naomi Tai REPRESENTS People with Disability Solomon Islands",
        "Naomi Tai ATTENDED it",
        "it HELD_IN Honiara",
        "it SUPPORTED_BY People with Disability Solomon Islands",
    },
    "A delegation from the National Water Commission, composed of Prof. Julius Oko, Executive Secretary, and Mr. Chris Lam, visited the University of Porto on 3 July. The visit ended with a signing.": {
        "Chris Lam ATTENDED it",
        "Julius Oko REPRESENTS National Water Commission",
        "Julius Oko ATTENDED it",
        "National Water Commission ATTENDED it",
        "Chris Lam REPRESENTS National Water Commission",
    },
    "Ambassador Ana Kos attended the Handover Ceremony of the Project for the Improvement of Lima Health Center on 4 May 2024.": {
        "it PART_OF Project for the Improvement of Lima Health Center",
        "Ana Kos ATTENDED it",
    },
    "Peru's oldest university, the University of Cusco, has signed a Memorandum of Understanding with the Lima Academy of Sciences.": {
        "University of Cusco PARTNER_OF Lima Academy of Sciences"
    },
    "A seminar on law was held in Lima on 4 May 2024. The Deputy Dean, Faculty of Health Sciences, University of Cusco, Professor Useh Kos, spoke.": {
        "it HELD_IN Lima",
        "Useh Kos ATTENDED it",
        "Useh Kos REPRESENTS Faculty of Health Sciences",
        "Useh Kos REPRESENTS University of Cusco",
        "Faculty of Health Sciences PART_OF University of Cusco",
    },
    "Generation Kenya, an implementing partner of UNICEF, trains young people.": {
        "Generation Kenya PARTNER_OF United Nations Children's Fund"
    },
    "A workshop, organised by the Blue River Trust to prepare the 2023 Global Water Forum, opened in Lima on 4 May 2024.": {
        "it HELD_IN Lima",
        "it ORGANISED_BY Blue River Trust",
    },
    "The European Union's support for the Green Belt project is crucial.": {"Green Belt SUPPORTED_BY European Union"},
    "A seminar on law was held in Lima on 4 May 2024. Attendees included officials of the School of Business at the University of Cusco.": {
        "it HELD_IN Lima",
        "School of Business ATTENDED it",
        "School of Business PART_OF University of Cusco",
    },
    "Lima, 29 October 2025: An introductory workshop was held today under the UNDP project “Umbrella for Rivers” funded by the Global Environment Facility (GEF).": {
        "it PART_OF Umbrella for Rivers",
        "Umbrella for Rivers FUNDED_BY Global Environment Facility",
        "it HELD_IN Lima",
    },
    "The second consultation workshop on the project “Resilient Islands” has been held today in Lima.": {
        "it PART_OF Resilient Islands",
        "it HELD_IN Lima",
    },
    "The training workshop on law in Lima is delivered by UNODC under the framework of the Global Action against Smuggling in Persons (GASP). Funded by the European Union, the workshop ends on Monday.": {
        "it FUNDED_BY European Union",
        "it ORGANISED_BY United Nations Office on Drugs and Crime",
        "it HELD_IN Lima",
    },
    "UNODC is implementing the EU-funded initiative PROTECT: Improving Migration Management in Silk Route Countries.": {
        "PROTECT: Improving Migration Management in Silk Route Countries IMPLEMENTED_BY United Nations Office on Drugs and Crime",
        "PROTECT: Improving Migration Management in Silk Route Countries FUNDED_BY European Union",
    },
    "On 23 April 2010, as a side event of the Sixth Ministerial Conference on Cultural Heritage, the UNESCO Venice Office organised a photographic exhibition at the National Museum in Cetinje.": {
        "it HELD_IN Cetinje",
        "it ORGANISED_BY UNESCO Venice Office",
        "it HELD_IN National Museum",
    },
    "A photo exhibition was opened in Lima on 4 May 2024. Mr Seiichi Kos, Permanent Delegate of Japan to UNESCO, spoke.": {
        "Seiichi Kos ATTENDED it",
        "it HELD_IN Lima",
    },
    "IOM completed a two-day training at the Border Police Training Centre in Kabul on 4 May 2024, in close coordination with EUPOL.": {
        "it HELD_IN Border Police Training Centre",
        "it ORGANISED_BY International Organization for Migration",
        "it HELD_IN Kabul",
        "International Organization for Migration PARTNER_OF EUPOL",
    },
    "A ceremony was held in Hanoi on 4 May 2024. GAVI Board Chair Mary Kos spoke.": {
        "Mary Kos REPRESENTS Gavi, the Vaccine Alliance",
        "it HELD_IN Hanoi",
        "Mary Kos ATTENDED it",
    },
    "A ceremony was held in Hanoi on 4 May 2024. Dr. Ummy Mwali, Minister for Health and Ambassador Misawa attended the ceremony.": {
        "Ummy Mwali REPRESENTS Ministry for Health",
        "it HELD_IN Hanoi",
        "Ummy Mwali ATTENDED it",
        "Misawa ATTENDED it",
    },
    "A photo exhibition was opened in Lima on 4 May 2024. The Minister of Culture and Chairman of the National Commission for Science Badr Kos attended the exhibition.": {
        "Badr Kos ATTENDED it",
        "it HELD_IN Lima",
        "Badr Kos REPRESENTS Ministry of Culture",
        "Badr Kos REPRESENTS National Commission for Science",
    },
    "Ana Kos attended the Handover Ceremony of the Project for “Emergency Aid for Vaccines” in Lima on 4 May 2024.": {
        "it PART_OF Emergency Aid for Vaccines",
        "it HELD_IN Lima",
        "Ana Kos ATTENDED it",
    },
    "Camfund is delighted to announce a major new grant of $2.5 million by the Skoll Foundation.": {"Camfund FUNDED_BY Skoll Foundation"},
    "EGCF is pleased to announce a partnership with The Stein Foundation.": {"EGCF PARTNER_OF Stein Foundation"},
    "The Blue River Foundation is expanding its long-standing partnerships with Care International and Oxfam.": {
        "Blue River Foundation PARTNER_OF CARE International",
        "Blue River Foundation PARTNER_OF Oxfam",
    },
    "A seminar on water was held in Lima on 4 May 2024. Mr. Brian Bur, Special Advisor to the UN High Commissioner for Human Rights, spoke.": {
        "it HELD_IN Lima",
        "Brian Bur ATTENDED it",
        "Brian Bur REPRESENTS Office of the United Nations High Commissioner for Human Rights",
    },
    "The conference on rights is being organised at Vigyan Bhawan by the National Human Rights Commission.": {
        "it ORGANISED_BY National Human Rights Commission",
        "it HELD_IN Vigyan Bhawan",
    },
    "On 27 September 2019, within the project “BALTO – better response to accidents” representative of the Latvian Red Cross joined a meeting in Berlin.": {
        "it HELD_IN Berlin",
        "it PART_OF BALTO – better response to accidents",
        "Latvian Red Cross ATTENDED it",
    },
    "The Control Yuan hosted the 31st Pacific Ombudsman Conference in Lima on 4 May 2024.": {"Control Yuan ATTENDED it", "it HELD_IN Lima"},
    "The Kressel Foundation gave a grant. Ana Lam, Kressel's new president and CEO, was glad.": {"Ana Lam REPRESENTS Kressel Foundation"},
    "Training is given with support from the European Union (EU) funded Improving Coastal Customs and Trade (ICCT) project implemented by UNCTAD.": {
        "Improving Coastal Customs and Trade IMPLEMENTED_BY United Nations Conference on Trade and Development",
        "Improving Coastal Customs and Trade FUNDED_BY European Union",
    },
    "EBSO is a four-year project co-financed by the European Commission and led by the Union of Mediterranean Confederations.": {
        "EBSO FUNDED_BY European Commission",
        "EBSO IMPLEMENTED_BY Union of Mediterranean Confederations",
    },
    "The Lima Foundation is proud to announce Valley Connects, a new program that will increase literacy. Valley Connects is funded by Sida.": {
        "Valley Connects FUNDED_BY Swedish International Development Cooperation Agency"
    },
    "The Judiciary of Kenya has entered into a fresh capacity building partnership with the Attorney General Alliance (AGA) Africa.": {
        "Judiciary of Kenya PARTNER_OF Attorney General Alliance"
    },
    "A meeting was held in Lima on 4 May 2024. Undersecretary Alonso Jiménez for the Ministry of the Environment co-chaired the meeting.": {
        "it HELD_IN Lima",
        "Alonso Jiménez REPRESENTS Ministry of the Environment",
        "Alonso Jiménez ATTENDED it",
    },
    "On 14th February 2017, an Info Day on the Interreg Programme was organised by the City of Porto in Lima.": {
        "it HELD_IN Lima",
        "it ORGANISED_BY City of Porto",
    },
    "EU and UNODC are joining hands to strengthen services.": {"European Union PARTNER_OF United Nations Office on Drugs and Crime"},
    "A meeting was held in Lima on 4 May 2024. Mr. Hugues Michaud, Executive Director, Quebec and Nunavut, Parks Canada Agency, spoke.": {
        "Hugues Michaud REPRESENTS Parks Canada Agency",
        "Hugues Michaud ATTENDED it",
        "it HELD_IN Lima",
    },
    "KAFA, a Lebanese Civil Society Organization, implements the project, “Better Laws in Lebanon”.": {
        "Better Laws in Lebanon IMPLEMENTED_BY KAFA"
    },
    "UNICEF, a UN agency, implements the project “Better Laws in Lebanon”.": {
        "Better Laws in Lebanon IMPLEMENTED_BY United Nations Children's Fund"
    },
    "UNICEF within the framework of its cooperation in Legal Matters, organised a workshop in Lima.": {
        "it HELD_IN Lima",
        "it ORGANISED_BY United Nations Children's Fund",
    },
    "The Green Harvest project will be run by the Ministry of Agriculture with UNDP and the Food and Agriculture Organization, providing technical assistance.": {
        "Green Harvest SUPPORTED_BY Food and Agriculture Organization",
        "Green Harvest SUPPORTED_BY United Nations Development Programme",
        "Green Harvest IMPLEMENTED_BY Ministry of Agriculture",
    },
    "Minister of Education and Sport Nermin Cetin signed the “Protocol on the Exchange of Teachers and Pupils between Border Towns” with Albanian Minister of Education, Elira Hoxha.": {
        "Elira Hoxha ATTENDED it",
        "Elira Hoxha REPRESENTS Ministry of Education",
        "Ministry of Education ATTENDED it",
        "Ministry of Education and Sport ATTENDED it",
        "Ministry of Education and Sport PARTNER_OF Ministry of Education",
        "Nermin Cetin ATTENDED it",
        "Nermin Cetin REPRESENTS Ministry of Education and Sport",
    },
    "Minister of Energy, Water Resources and Irrigation Tsheboko Lan also attended the opening ceremony.": {
        "Tsheboko Lan ATTENDED it",
        "Tsheboko Lan REPRESENTS Ministry of Energy, Water Resources and Irrigation",
    },
    "Participants of the workshop in La Paz were from the ministry of the Environment and the ministry of Foreign Affairs, municipalities and NGOs.": {
        "it HELD_IN La Paz",
        "Ministry of Foreign Affairs ATTENDED it",
        "Ministry of the Environment ATTENDED it",
    },
    "Director Ann Lee, Deputy Director Hugo Marsh and Professor Nina Bold from the Harbour Research Institute attended the seminar.": {
        "Nina Bold ATTENDED it",
        "Hugo Marsh REPRESENTS Harbour Research Institute",
        "Ann Lee REPRESENTS Harbour Research Institute",
        "Ann Lee ATTENDED it",
        "Hugo Marsh ATTENDED it",
        "Nina Bold REPRESENTS Harbour Research Institute",
    },
    "The workshop was opened by UNDP experts Tamara Lind and Aldo Kamara.": {
        "Aldo Kamara ATTENDED it",
        "Tamara Lind ATTENDED it",
        "Tamara Lind REPRESENTS United Nations Development Programme",
        "Aldo Kamara REPRESENTS United Nations Development Programme",
    },
    "As part of the project “Teachers for the Islands”, the Rowan Foundation will allocate $400,000 for the training of teachers.": {
        "Teachers for the Islands FUNDED_BY Rowan Foundation"
    },
    "The Danube Office has launched the project “Courts Close to People”. The launching event was opened by Natalia Vesel, Head of the Danube Office.": {
        "it PART_OF Courts Close to People",
        "Natalia Vesel REPRESENTS Danube Office",
        "Natalia Vesel ATTENDED it",
    },
    "The agreement was signed in a memorandum between Delta University and Japanese companies including Sakura Motors Company and Fuji Data Company.": {
        "Delta University ATTENDED it",
        "Delta University PARTNER_OF Fuji Data Company",
        "Delta University PARTNER_OF Sakura Motors Company",
        "Fuji Data Company ATTENDED it",
        "Sakura Motors Company ATTENDED it",
    },
    "The handover was attended by Acting USAID Mission Director Michael Green.": {
        "Michael Green REPRESENTS United States Agency for International Development",
        "Michael Green ATTENDED it",
    },
    "The ceremonial turnover was also attended by officials from the Office of Civil Defense and the Philippine Air Force.": {
        "Philippine Air Force ATTENDED it",
        "Office of Civil Defense ATTENDED it",
    },
    "Mercy Corps and the Lantern Foundation, in alliance with the Colinas del Sur Foundation, carried out the Bright Futures project.": {
        "Lantern Foundation PARTNER_OF Colinas del Sur Foundation",
        "Mercy Corps PARTNER_OF Colinas del Sur Foundation",
        "Bright Futures IMPLEMENTED_BY Mercy Corps",
        "Bright Futures IMPLEMENTED_BY Lantern Foundation",
    },
    "In 2021, the International Fund for Agricultural Development approved the Resilient Crops for Better Food and Nutrition Security, a $12 million project proposed by the Ministry of Agriculture.": {
        "Resilient Crops for Better Food and Nutrition Security FUNDED_BY International Fund for Agricultural Development"
    },
    "The Vocational Training Council, which falls under the Ministry of Labour, runs the Fresh Start project.": {
        "Vocational Training Council PART_OF Ministry of Labour",
        "Fresh Start IMPLEMENTED_BY Vocational Training Council",
    },
    "The World Bank has extended a $50 million credit line to the Ministry of Agriculture to finance the Rural Roads Project.": {
        "Rural Roads FUNDED_BY World Bank"
    },
    "With financial backing from the Asian Development Bank, the Ministry of Energy is building the Sunrise Solar project.": {
        "Sunrise Solar FUNDED_BY Asian Development Bank"
    },
    "The three-year project, Healthy Rivers, is financed to the tune of EUR 2.4 million by the European Union and delivered by Caritas Albania.": {
        "Healthy Rivers FUNDED_BY European Union",
        "Healthy Rivers IMPLEMENTED_BY Caritas Albania",
    },
    "Funds for the Stop Malaria project were made available by the Global Fund.": {
        "Stop Malaria FUNDED_BY The Global Fund to Fight AIDS, Tuberculosis and Malaria"
    },
    "Oxfam has been entrusted with the implementation of the Fair Harvest project.": {"Fair Harvest IMPLEMENTED_BY Oxfam"},
    "UNICEF has joined forces with the Ministry of Education to roll out the Back to School campaign.": {
        "United Nations Children's Fund PARTNER_OF Ministry of Education"
    },
    "The City of Graz has entered into a partnership with the University of Sarajevo.": {"City of Graz PARTNER_OF University of Sarajevo"},
    "The University of Sarajevo inked a deal with the Rowan Foundation.": {
        "Rowan Foundation ATTENDED it",
        "University of Sarajevo ATTENDED it",
        "University of Sarajevo PARTNER_OF Rowan Foundation",
    },
    "The University of Sarajevo signed a contract with the Rowan Foundation.": {
        "Rowan Foundation ATTENDED it",
        "University of Sarajevo ATTENDED it",
        "University of Sarajevo PARTNER_OF Rowan Foundation",
    },
    "The EBRD will lend the City of Tuzla EUR 20 million.": {"City of Tuzla FUNDED_BY European Bank for Reconstruction and Development"},
    "The City of Tuzla secured a EUR 20 million loan from the EBRD for the Clean Heating project.": {
        "Clean Heating FUNDED_BY European Bank for Reconstruction and Development"
    },
    "A EUR 20 million loan from the EBRD will finance the Clean Heating project.": {
        "Clean Heating FUNDED_BY European Bank for Reconstruction and Development"
    },
    "The Embassy of Japan handed over a cheque of $80,000 to the Red Cross of Serbia.": {"Red Cross of Serbia FUNDED_BY Embassy of Japan"},
    "The project partners are Helvetas, Swisscontact and the University of Prishtina.": {
        "Helvetas PARTNER_OF University of Prishtina",
        "Swisscontact PARTNER_OF University of Prishtina",
        "Helvetas PARTNER_OF Swisscontact",
    },
    "The USAID-supported Fresh Start project works with the Ministry of Justice.": {
        "Fresh Start SUPPORTED_BY United States Agency for International Development"
    },
    "GIZ is implementing the Green Cities project on behalf of the German Federal Ministry for Economic Cooperation and Development (BMZ).": {
        "Green Cities IMPLEMENTED_BY Deutsche Gesellschaft für Internationale Zusammenarbeit",
        "Green Cities FUNDED_BY Federal Ministry for Economic Cooperation and Development",
    },
    "The Rowan Foundation approved a grant of $75,000 to Lake Watch.": {"Lake Watch FUNDED_BY Rowan Foundation"},
    "Lake Watch is the recipient of a $75,000 grant from the Rowan Foundation.": {"Lake Watch FUNDED_BY Rowan Foundation"},
    "A grant of $75,000 has been awarded to Lake Watch by the Rowan Foundation.": {"Lake Watch FUNDED_BY Rowan Foundation"},
    "The Rowan Foundation's $75,000 grant to the Lake Society will pay for boats.": {"Lake Society FUNDED_BY Rowan Foundation"},
    "Thanks to a $75,000 grant from the Rowan Foundation, the Lake Society bought boats.": {"Lake Society FUNDED_BY Rowan Foundation"},
    "With a $75,000 grant from the Rowan Foundation, the Lake Society will run the Clean Shores project.": {
        "Clean Shores IMPLEMENTED_BY Lake Society",
        "Clean Shores FUNDED_BY Rowan Foundation",
    },
    "Oxfam received funding from Nordic Aid Fund and CleanSea for the Tidy Beach project.": {
        "Tidy Beach FUNDED_BY Nordic Aid Fund",
        "Tidy Beach FUNDED_BY CleanSea",
    },
    "Oxfam received funding from the Nordic Aid Fund.": {"Oxfam FUNDED_BY Nordic Aid Fund"},
    "Oxfam and the Ministry of Water teamed up to stage a symposium on water law in Lilongwe.": {
        "it ORGANISED_BY Ministry of Water",
        "it HELD_IN Lilongwe",
        "Oxfam PARTNER_OF Ministry of Water",
        "it ORGANISED_BY Oxfam",
    },
    "The Ministry of Water played host to a regional forum on dams, which drew experts from UNEP and the World Bank.": {
        "United Nations Environment Programme ATTENDED it",
        "World Bank ATTENDED it",
        "Ministry of Water ATTENDED it",
    },
    "Ana Bell and Tom Reed represented WHO at the conference in Geneva.": {
        "Ana Bell REPRESENTS World Health Organization",
        "Tom Reed ATTENDED it",
        "it HELD_IN Geneva",
        "Ana Bell ATTENDED it",
        "Tom Reed REPRESENTS World Health Organization",
    },
    "The WHO delegation was made up of Ana Bell, Tom Reed and Lia Stone.": {
        "Ana Bell REPRESENTS World Health Organization",
        "Lia Stone REPRESENTS World Health Organization",
        "Tom Reed REPRESENTS World Health Organization",
    },
    "Representatives of the Ministry of Health, WHO and UNICEF sat down in Lilongwe on Monday for a roundtable on vaccines.": {
        "Ministry of Health ATTENDED it",
        "United Nations Children's Fund ATTENDED it",
        "World Health Organization ATTENDED it",
        "it HELD_IN Lilongwe",
    },
    "UNICEF organised, with the help of Oxfam, a training for nurses in Zomba.": {
        "it SUPPORTED_BY Oxfam",
        "it ORGANISED_BY United Nations Children's Fund",
        "it HELD_IN Zomba",
    },
    "The Safe Births project wound up with a conference in Lilongwe.": {"it HELD_IN Lilongwe", "it PART_OF Safe Births"},
    "The Institute of Hygiene, an agency of the Ministry of Health, hosted the workshop.": {
        "Institute of Hygiene ATTENDED it",
        "Institute of Hygiene PART_OF Ministry of Health",
    },
    "The workshop was hosted by the National Library, which belongs to the Ministry of Culture.": {
        "National Library ATTENDED it",
        "National Library PART_OF Ministry of Culture",
    },
    "Rector Rik Van Daele of the University of Ghent and Mary Okello, Vice Chancellor of Makerere University, put their signatures to a cooperation agreement in Kampala.": {
        "University of Ghent PARTNER_OF Makerere University",
        "Rik Van Daele REPRESENTS University of Ghent",
        "Mary Okello REPRESENTS Makerere University",
    },
    "The University of Ghent will cooperate with Makerere University in the field of plant research.": {
        "University of Ghent PARTNER_OF Makerere University"
    },
    "The University of Ghent has become a partner of Makerere University.": {"University of Ghent PARTNER_OF Makerere University"},
    "A trilateral agreement was signed by the University of Ghent, Makerere University and the Rowan Foundation.": {
        "Makerere University ATTENDED it",
        "Makerere University PARTNER_OF Rowan Foundation",
        "Rowan Foundation ATTENDED it",
        "University of Ghent ATTENDED it",
        "University of Ghent PARTNER_OF Makerere University",
        "University of Ghent PARTNER_OF Rowan Foundation",
    },
    "UNHCR Representative Ana Bell and Minister of Interior Luis Soto signed a cooperation agreement in Lima on 4 May 2024.": {
        "Ana Bell ATTENDED it",
        "Ana Bell REPRESENTS United Nations High Commissioner for Refugees",
        "Luis Soto ATTENDED it",
        "Luis Soto REPRESENTS Ministry of Interior",
        "Ministry of Interior ATTENDED it",
        "United Nations High Commissioner for Refugees ATTENDED it",
        "United Nations High Commissioner for Refugees PARTNER_OF Ministry of Interior",
        "it HELD_IN Lima",
    },
    "The Ministry of Interior and UNHCR signed in Lima a plan of cooperation for 2024.": {
        "Ministry of Interior PARTNER_OF United Nations High Commissioner for Refugees"
    },
    "In Lima, the Ministry of Interior signed with UNHCR a letter of intent.": {
        "Ministry of Interior PARTNER_OF United Nations High Commissioner for Refugees"
    },
    "UNHCR works hand in hand with IOM on the Safe Borders programme.": {
        "United Nations High Commissioner for Refugees PARTNER_OF International Organization for Migration"
    },
    "The Ministry of Interior, with UNHCR's support, is implementing the Safe Borders programme.": {
        "Safe Borders IMPLEMENTED_BY Ministry of Interior",
        "Safe Borders SUPPORTED_BY United Nations High Commissioner for Refugees",
    },
    "UNHCR supports the Ministry of Interior in implementing the Safe Borders programme.": {
        "Safe Borders IMPLEMENTED_BY Ministry of Interior",
        "Safe Borders SUPPORTED_BY United Nations High Commissioner for Refugees",
    },
    "UNHCR is providing technical support to the Safe Borders programme.": {
        "Safe Borders SUPPORTED_BY United Nations High Commissioner for Refugees"
    },
    "The Safe Borders programme enjoys the support of UNHCR.": {"Safe Borders SUPPORTED_BY United Nations High Commissioner for Refugees"},
    "The European Union has set aside EUR 4 million for the Safe Borders programme.": {"Safe Borders FUNDED_BY European Union"},
    "ICMPD was contracted by the European Commission to run the Safe Borders programme.": {
        "Safe Borders IMPLEMENTED_BY International Centre for Migration Policy Development"
    },
    "Dr. Lars Bengtsson, who heads the legal unit at the Swedish Migration Agency, spoke at the conference.": {
        "Lars Bengtsson ATTENDED it",
        "Lars Bengtsson REPRESENTS Swedish Migration Agency",
    },
    "The study visit to Vienna was made possible through the generous support of the Austrian Development Agency.": {
        "it HELD_IN Vienna",
        "it SUPPORTED_BY Austrian Development Agency",
    },
    "The event was organised in the framework of the Regional Housing Programme, financed by the EU and managed by the Council of Europe Development Bank.": {
        "Regional Housing Programme FUNDED_BY European Union",
        "Regional Housing Programme IMPLEMENTED_BY Council of Europe Development Bank",
        "it PART_OF Regional Housing Programme",
    },
    "The head of the Department for Local Development, Economy and Diaspora Senahid Omerović spoke at the meeting.": {
        "Senahid Omerović ATTENDED it",
        "Senahid Omerović REPRESENTS Department for Local Development, Economy and Diaspora",
    },
    "Almut Braun of Diakonie Emden, who has been advising families, joined the workshop.": {
        "Almut Braun ATTENDED it",
        "Almut Braun REPRESENTS Diakonie Emden",
    },
    "Blessing Okwu, who advises women at the Women's Health Centre OMEGA, spoke at the seminar.": {
        "Blessing Okwu ATTENDED it",
        "Blessing Okwu REPRESENTS Women's Health Centre OMEGA",
    },
    "The boiler works are prepared within “Warm Schools, Clean Air”, a three-year project that UNDP implements, with financial support from the Government of Japan and the Swedish development agency Sida.": {
        "Warm Schools, Clean Air FUNDED_BY Government of Japan",
        "Warm Schools, Clean Air FUNDED_BY Swedish International Development Cooperation Agency",
        "Warm Schools, Clean Air IMPLEMENTED_BY United Nations Development Programme",
    },
    "The project One Year Less is supported financially by the Civica Rights Foundation and financed from the Lithuanian Development Cooperation Fund.": {
        "One Year Less FUNDED_BY Civica Rights Foundation",
        "One Year Less FUNDED_BY Lithuanian Development Cooperation Fund",
    },
    "At the debate the Ministry of Education was represented by Biljana Petrovska, head of the sector for primary education, and the Ministry of Labour by Mr Muamer Ismaili.": {
        "Biljana Petrovska REPRESENTS Ministry of Education",
        "Muamer Ismaili REPRESENTS Ministry of Labour",
    },
    "The results will be tracked by the Regional Cooperation Council in Sarajevo, whose Secretary General Milena Begu is due to report.": {
        "Milena Begu REPRESENTS Regional Cooperation Council",
    },
    "Milan Marković and Snežana Todorović, both chief inspectors in the Border Police Directorate, led the training.": {
        "Milan Marković REPRESENTS Border Police Directorate",
        "Snežana Todorović REPRESENTS Border Police Directorate",
    },
    "The Rural Roads Project started in May. The Ministry of Transport is the executing agency.": {
        "Rural Roads IMPLEMENTED_BY Ministry of Transport",
    },
    "The workshop took place in Tirana on 5 May 2021. The next one will take place in Vlora.": {
        "it HELD_IN Tirana",
    },
    "The seminar was organised in the framework of the action “Preventing Trafficking”, part of the joint programme “Horizontal Bridge for the South”.": {
        "Preventing Trafficking PART_OF Horizontal Bridge for the South",
        "it PART_OF Preventing Trafficking",
    },
    "The workshop was held in Lusaka. COMESA conducts it in collaboration with the International Trade Centre.": {
        "Common Market for Eastern and Southern Africa PARTNER_OF International Trade Centre",
        "it HELD_IN Lusaka",
        "it ORGANISED_BY Common Market for Eastern and Southern Africa",
    },
    "All this was organised by the Danube Exchange Center. Its chairman, Du Fujun, asked the guests to come back.": {
        "Du Fujun REPRESENTS Danube Exchange Center",
    },
    "Masami Saito, Ambassador of Japan to Nepal, spoke at the handover, the Embassy of Japan in Nepal writes.": {
        "Masami Saito ATTENDED it",
        "Masami Saito REPRESENTS Embassy of Japan in Nepal",
    },
    "Ana Kos, head of the Department for Asylum at the Ministry of Interior, spoke at the seminar.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Department for Asylum",
        "Ana Kos REPRESENTS Ministry of Interior",
        "Department for Asylum PART_OF Ministry of Interior",
    },
    "Professor Sadia Mahmood of Durham University's Centre for Health and Social Policy spoke at the seminar.": {
        "Centre for Health and Social Policy PART_OF Durham University",
        "Sadia Mahmood ATTENDED it",
        "Sadia Mahmood REPRESENTS Centre for Health and Social Policy",
        "Sadia Mahmood REPRESENTS Durham University",
    },
    "The Blue Belt project is implemented by the Red Cross and the Asociación Verde de Desarrollo de la Selva.": {
        "Blue Belt IMPLEMENTED_BY Asociación Verde de Desarrollo de la Selva",
        "Blue Belt IMPLEMENTED_BY Red Cross",
    },
    "The Smart Harbours project is being implemented by a consortium headed by Eptisa Adria, together with Labor Consult and the company Hemolab.": {
        "Eptisa Adria PARTNER_OF Hemolab",
        "Eptisa Adria PARTNER_OF Labor Consult",
        "Labor Consult PARTNER_OF Hemolab",
        "Smart Harbours IMPLEMENTED_BY Eptisa Adria",
        "Smart Harbours IMPLEMENTED_BY Hemolab",
        "Smart Harbours IMPLEMENTED_BY Labor Consult",
    },
    "The loan agreement was signed on 24 June 2015 by Septime Marten, Resident Representative of the AfDB, and Armando Manu, Minister of Finance of Angola.": {
        "African Development Bank ATTENDED it",
        "African Development Bank PARTNER_OF Ministry of Finance of Angola",
        "Armando Manu ATTENDED it",
        "Armando Manu REPRESENTS Ministry of Finance of Angola",
        "Ministry of Finance of Angola ATTENDED it",
        "Septime Marten ATTENDED it",
        "Septime Marten REPRESENTS African Development Bank",
    },
    "Lima, 4 May 2024 – Ten vehicles were donated by the European Union to the Blue River Trust today. The keys were handed over by Ana Costa, Head of the EU Delegation to Peru.": {
        "Ana Costa ATTENDED it",
        "Ana Costa REPRESENTS EU Delegation to Peru",
        "European Union ATTENDED it",
        "it HELD_IN Lima",
    },
    "The public debate “Back home – and now?” was held in Kumanovo on 4 May 2023.": {
        "it HELD_IN Kumanovo",
    },
    "The seminar took place within the action “Efficient Courts”, which belongs to the joint programme of the European Union and the Council of Europe “Horizontal Bridge for the South”.": {
        "it PART_OF Efficient Courts",
    },
    "Sarajevo was the place of the final conference of the EU funded project “Better Courts” on 21 July 2016.": {
        "Better Courts FUNDED_BY European Union",
        "it HELD_IN Sarajevo",
        "it PART_OF Better Courts",
    },
    "UNDP hosts the dialogue jointly with the Ministry of Telecommunication, the Rowan Foundation and Unilever.": {
        "Ministry of Telecommunication ATTENDED it",
        "Rowan Foundation ATTENDED it",
        "Unilever ATTENDED it",
        "United Nations Development Programme ATTENDED it",
    },
    "The workshop was held in Borjomi. The Austrian Development Agency met the costs.": {
        "it FUNDED_BY Austrian Development Agency",
        "it HELD_IN Borjomi",
    },
    "With €10 million the European Union is backing “Quality Lessons for All”, a programme for schools in Moldova.": {
        "Quality Lessons for All FUNDED_BY European Union",
    },
    "The workshop was led by the World Customs Organization and organized jointly with the Rowan Foundation.": {
        "it ORGANISED_BY Rowan Foundation",
        "it ORGANISED_BY World Customs Organization",
    },
    "Jakob Khan, who directs the Research Center for Law under the Supreme Court of Uzbekistan, opened the course.": {
        "Jakob Khan REPRESENTS Research Center for Law",
        "Jakob Khan REPRESENTS Supreme Court of Uzbekistan",
        "Research Center for Law PART_OF Supreme Court of Uzbekistan",
    },
    'Partners of the UNIC project ("University Framework for Knowledge Transfer") attended the meeting in Lima. It was held under the Erasmus+ programme.': {
        "it HELD_IN Lima",
        "it PART_OF Erasmus+",
    },
    "On 18 April 2024, members of the Commission Oleh Kolenko and Roman Sabenko paid a working visit to Vilnius.": {
        "Oleh Kolenko ATTENDED it",
        "Roman Sabenko ATTENDED it",
        "it HELD_IN Vilnius",
    },
    "A training took place in Lima on 4 May 2024. A regional conference on customs is planned in Cusco next June.": {
        "it HELD_IN Lima",
    },
    "Joint projects of IOM and the Government of Turkmenistan are aimed at regulating migration.": {
        "International Organization for Migration PARTNER_OF Government of Turkmenistan",
    },
    "The Mayor of Bar, Ana Kos, opened the seminar in Bar. The seminar was organised by the Municipality of Bar.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Municipality of Bar",
        "it HELD_IN Bar",
        "it ORGANISED_BY Municipality of Bar",
    },
    "State Secretary Ana Kos opened the seminar in Lima. The Ministry of Health organised it.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Ministry of Health",
        "it HELD_IN Lima",
        "it ORGANISED_BY Ministry of Health",
    },
    "In Vilnius the delegation was received by Ana Kos. The study visit to Lithuania was organised by the Rowan Foundation.": {
        "Ana Kos ATTENDED it",
        "it HELD_IN Vilnius",
        "it ORGANISED_BY Rowan Foundation",
    },
    "The workshop is part of the project Last Mile, for which the Government of Japan has provided a grant of USD 2.9 million.": {
        "Last Mile FUNDED_BY Government of Japan",
    },
    "The seminar was organised through the USAID project Growing Together for Rivers, implemented by Save the Children.": {
        "Growing Together for Rivers FUNDED_BY United States Agency for International Development",
        "Growing Together for Rivers IMPLEMENTED_BY Save the Children",
        "it PART_OF Growing Together for Rivers",
    },
    "Ivana Bell, master carpenter from the Craft Heritage Centre, spoke at the workshop in Lima.": {
        "Ivana Bell ATTENDED it",
        "Ivana Bell REPRESENTS Craft Heritage Centre",
        "it HELD_IN Lima",
    },
    "Elira Hoxha, Deputy Minister of Justice, and Sevda Huseyn, Judge of the Supreme Court, opened the round table in Lima.": {
        "Elira Hoxha ATTENDED it",
        "Elira Hoxha REPRESENTS Ministry of Justice",
        "Sevda Huseyn ATTENDED it",
        "Sevda Huseyn REPRESENTS Supreme Court",
        "it HELD_IN Lima",
    },
    "The fair in Lima was opened by Mehmet Kara, Chairman of the Board of the Rowan Foundation.": {
        "Mehmet Kara ATTENDED it",
        "Mehmet Kara REPRESENTS Rowan Foundation",
        "it HELD_IN Lima",
    },
    "Ana Kos, founder of Khalil Textile, spoke at the conference in Lima.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Khalil Textile",
        "it HELD_IN Lima",
    },
    "A training for judges was held in Lima. It was delivered by experts from the University of Porto and the Rowan Foundation.": {
        "Rowan Foundation ATTENDED it",
        "University of Porto ATTENDED it",
        "it HELD_IN Lima",
    },
    "The exhibition “Faces of Return” was opened in Lima by Ana Kos, director of the City Museum.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS City Museum",
        "it HELD_IN Lima",
    },
    "Project title: Better Access to Legal Aid (BALA)\n\nDonor: Austrian Development Agency\n\nImplementing partner: Rowan Foundation": {
        "Better Access to Legal Aid FUNDED_BY Austrian Development Agency",
        "Better Access to Legal Aid IMPLEMENTED_BY Rowan Foundation",
    },
    "The Blue Belt project is implemented in Albania and Kosovo by the NGO Vatra, Astra and Hora.": {
        "Blue Belt IMPLEMENTED_BY Astra",
        "Blue Belt IMPLEMENTED_BY Hora",
        "Blue Belt IMPLEMENTED_BY Vatra",
    },
    "The conference in Pula was organised by the Istrian Region.": {
        "it HELD_IN Pula",
        "it ORGANISED_BY Istrian Region",
    },
    "Ana Kos of the Hungarian Human Rights Lawyers spoke at the meeting in Lima.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Hungarian Human Rights Lawyers",
        "it HELD_IN Lima",
    },
    "Engineer Luis Soto from the company Hidro-Mar spoke at the debate in Lima.": {
        "Luis Soto ATTENDED it",
        "Luis Soto REPRESENTS Hidro-Mar",
        "it HELD_IN Lima",
    },
    "MISSION BRIDGE, a project of the Rowan Foundation, is financed by the Austrian Development Agency.": {
        "MISSION BRIDGE FUNDED_BY Austrian Development Agency",
        "MISSION BRIDGE IMPLEMENTED_BY Rowan Foundation",
    },
    "The clinic is part of the action Migration Capacity South, funded by the Austrian Development Agency.": {
        "Migration Capacity South FUNDED_BY Austrian Development Agency",
    },
    "The 4th Regional Meeting on Water took place in Lima on 4 May 2024. The fifth meeting will take place in Cusco.": {
        "it HELD_IN Lima",
    },
    "The Andean Network of Coffee Women held its IX General Assembly in Lima on 4 May 2024.": {
        "it HELD_IN Lima",
        "it ORGANISED_BY Andean Network of Coffee Women",
    },
    "The pumps were installed by Kagera Pumps and Boreholes Ltd under the Green Rivers project, funded by Sida.": {
        "Green Rivers FUNDED_BY Swedish International Development Cooperation Agency",
    },
    "The project “Women Who Roast”, which the Rowan Foundation implements with Oxfam, is financed by Sida.": {
        "Women Who Roast FUNDED_BY Swedish International Development Cooperation Agency",
        "Women Who Roast IMPLEMENTED_BY Oxfam",
        "Women Who Roast IMPLEMENTED_BY Rowan Foundation",
    },
    "The Committee on Water of the Parliament of Kenya visited the treatment plant in Lima on 4 May 2024.": {
        "Committee on Water of the Parliament of Kenya ATTENDED it",
        "it HELD_IN Lima",
    },
    "The Minister of Environment, Marina Kovač, met today in Lima with the Ambassador of Sweden, Lars Holm.": {
        "Lars Holm ATTENDED it",
        "Marina Kovač ATTENDED it",
        "Marina Kovač REPRESENTS Ministry of Environment",
        "it HELD_IN Lima",
    },
    "Thirty guardians from the centres for social work in Vranje, Surdulica and Leskovac took part.": set(),
    "The deputy governors of Khovd, Uvs, Zavkhan and Bayan-Ölgii, the four provinces, were there.": set(),
    "The meeting was opened by the Mayor of Kakanj Mirsad Mušinović and the Mayor of Šid Predrag Vukosavljev.": {
        "Mirsad Mušinović ATTENDED it",
        "Predrag Vukosavljev ATTENDED it",
    },
    "The final conference was held in Podgorica, in the City Gallery “Budo Tomović”.": {
        "it HELD_IN City Gallery “Budo Tomović”",
        "it HELD_IN Podgorica",
    },
    "The handing-over marks the end of Clean Wells, Clean Hands, a project worth EUR 2 million which FAO implements with the Ministry of Water and Environment.": {
        "Clean Wells, Clean Hands IMPLEMENTED_BY Food and Agriculture Organization",
        "Clean Wells, Clean Hands IMPLEMENTED_BY Ministry of Water and Environment",
    },
    "Semillas Vivas is implemented by Caritas Peru.": {
        "Semillas Vivas IMPLEMENTED_BY Caritas Peru",
    },
    "One panel dealt with SUN+, a nutrition project that Concern Worldwide has run in Mongu.": {
        "SUN+ IMPLEMENTED_BY Concern Worldwide",
        "it HELD_IN Mongu",
    },
    "Since 2018, Global Affairs Canada has funded the project Huellas, through which Oxfam and Caritas train searchers in seven municipalities.": {
        "Huellas FUNDED_BY Global Affairs Canada",
        "Huellas IMPLEMENTED_BY Caritas",
        "Huellas IMPLEMENTED_BY Oxfam",
    },
    "Together with Welthungerhilfe and the Indus Women Farmers' Union, Caritas has repaired 2,300 houses with lime under the project Dry Feet.": {
        "Dry Feet IMPLEMENTED_BY Caritas",
        "Dry Feet IMPLEMENTED_BY Indus Women Farmers' Union",
        "Dry Feet IMPLEMENTED_BY Welthungerhilfe",
        "Indus Women Farmers' Union PARTNER_OF Caritas",
        "Indus Women Farmers' Union PARTNER_OF Welthungerhilfe",
        "Welthungerhilfe PARTNER_OF Caritas",
        "Welthungerhilfe PARTNER_OF Indus Women Farmers' Union",
    },
    "Project “Clean Una” is implemented by the City of Bihać as lead partner together with the University of Bihać and Caritas.": {
        "City of Bihać PARTNER_OF Caritas",
        "City of Bihać PARTNER_OF University of Bihać",
        "Clean Una IMPLEMENTED_BY Caritas",
        "Clean Una IMPLEMENTED_BY City of Bihać",
        "Clean Una IMPLEMENTED_BY University of Bihać",
        "University of Bihać PARTNER_OF Caritas",
    },
    "UN Women organized it jointly with the Rwanda Media Association (RMA), and the Embassy of Sweden in Kigali paid for it.": {
        "UN Women PARTNER_OF Rwanda Media Association",
    },
    "The association Salvați Lunca, which was not invited, fears harm.": set(),
    "Comitato Ponti di Pace, an NGO from Turin, trains teachers in Lebanon.": set(),
    "Clarisse Uwase is a news editor at Radio Tamba.": {
        "Clarisse Uwase REPRESENTS Radio Tamba",
    },
    "Jhon Cuesta, who today works for the NGO Corporación Humanitaria Reencuentro, described the work.": {
        "Jhon Cuesta REPRESENTS Corporación Humanitaria Reencuentro",
    },
    "Sione Havea, who was sent by the Tonga National Disaster Centre, praised the exercise.": {
        "Sione Havea REPRESENTS Tonga National Disaster Centre",
    },
    "Nermin Duraković, Assistant Director of the Service for Foreigners' Affairs of Bosnia and Herzegovina, spoke.": {
        "Nermin Duraković REPRESENTS Service for Foreigners' Affairs of Bosnia and Herzegovina",
    },
    "Marijana Bojanić, president of the Association of Youth with Disabilities “Most”, spoke.": {
        "Marijana Bojanić REPRESENTS Association of Youth with Disabilities “Most”",
    },
    "The students helped the volunteers of the Red Cross of Kanjiža.": set(),
    "Judge Goranka Dragišić of the Basic Court in Prijedor spoke.": {
        "Goranka Dragišić REPRESENTS Basic Court in Prijedor",
    },
    "Peter Halvorsen, Head of the IOM Office in Belgrade, opened the training. IOM organised it.": {
        "Peter Halvorsen ATTENDED it",
        "Peter Halvorsen REPRESENTS IOM Office in Belgrade",
        "Peter Halvorsen REPRESENTS International Organization for Migration",
        "it ORGANISED_BY International Organization for Migration",
    },
    "WINDHOEK, Friday, 18 August 2023: The Ministry of Environment and Tourism and KfW today signed a financing agreement for the third phase.\n\nThe ceremony was also attended by Ambassador Cornelia Thiele.": {
        "Cornelia Thiele ATTENDED it",
        "KfW Development Bank ATTENDED it",
        "Ministry of Environment and Tourism ATTENDED it",
        "Ministry of Environment and Tourism PARTNER_OF KfW Development Bank",
    },
    "Funding of the safe houses must not depend on goodwill, it was concluded at the round table “Safe House – Whose Obligation?”, which the Foundation “Udružene” organised in Banja Luka.": {
        "it HELD_IN Banja Luka",
        "it ORGANISED_BY Foundation “Udružene”",
    },
    "The workshop took place in Dushanbe (Serena Hotel) on 11 February 2022.": {
        "it HELD_IN Dushanbe",
        "it HELD_IN Serena Hotel",
    },
    "The Siota Bay Parents and Teachers Association carried out the works.": set(),
    "The event was graced by Mr. Felix Romy A. Triambulo, Superintendent of the Department of Education.": {
        "Felix Romy A. Triambulo ATTENDED it",
        "Felix Romy A. Triambulo REPRESENTS Department of Education",
    },
    "“They asked for plastic,” said Celeste Muianga, who led the distribution for UNHCR.": {
        "Celeste Muianga REPRESENTS United Nations High Commissioner for Refugees",
    },
    "The work was done by the Bay Refugee Support Centre. The centre's director, Ana Kos, said she was hopeful.": {
        "Ana Kos REPRESENTS Bay Refugee Support Centre",
    },
    "The work was done by CARE. Ana Kos, the organisation's country director, said she was hopeful.": {
        "Ana Kos REPRESENTS CARE International",
    },
    '"The Project for Construction of a Classroom at Siota School" was funded by the Government of Japan with SBD 1,046,300 under the Grant Assistance for Grassroots Projects (GGP).': {
        "The Project for Construction of a Classroom at Siota School FUNDED_BY Government of Japan",
        "The Project for Construction of a Classroom at Siota School PART_OF Grant Assistance for Grassroots",
    },
    "ADB Approves $135 Million for Water\n\nManila, 3 May 2024 – The Asian Development Bank (ADB) has approved a loan of $135 million to bring safe water to villages.\n\nThe Karakul Rural Water Resilience Project will lay 620 kilometers of pipelines.": {
        "Karakul Rural Water Resilience FUNDED_BY Asian Development Bank",
    },
    "He expressed thanks to the Federal Ministry for the Environment of Germany, which provides 3.2 million euros for the project MekongTRAIL over the period 2022-2025.": {
        "MekongTRAIL FUNDED_BY Federal Ministry for the Environment of Germany",
    },
    'Out of those tests grew Mwani Mpya ("new seaweed"), a project which the Nordhav Foundation from Bergen has financed since 2017 and which is carried out by the NGO Bahari Yetu.': {
        "Mwani Mpya FUNDED_BY Nordhav Foundation",
        "Mwani Mpya IMPLEMENTED_BY Bahari Yetu",
    },
    "The kick-off meeting brought 47 researchers to Tartu on 23–24 January.": {
        "it HELD_IN Tartu",
    },
    "A study visit of a delegation from Uzbekistan to Lithuania was conducted on 11-15 September 2023.": {
        "it HELD_IN Lithuania",
    },
    "What makes it possible is the agreement which Barceló Foundation and Vitamundi Association have signed.": {
        "Barceló Foundation PARTNER_OF Vitamundi Association",
    },
    "Larsen Fund awards $4.1 million for legal help\n\nThe Larsen Family Fund today announced grants of $4.1 million to six organizations.\n\n- Casa Belén, Tecún Umán: $900,000 for two lawyers\n\n- Centro Fray Antonio, Tenosique: $600,000 to document cases\n\n- Valley Children's Counsel, Harlingen: $850,000": {
        "Casa Belén FUNDED_BY Larsen Family Fund",
        "Centro Fray Antonio FUNDED_BY Larsen Family Fund",
        "Valley Children's Counsel FUNDED_BY Larsen Family Fund",
    },
    "The workshop was organised by Reporters Without Borders and Doctors for Peace.": {
        "it ORGANISED_BY Doctors for Peace",
        "it ORGANISED_BY Reporters Without Borders",
    },
    "River Reach Trust will deliver the expanded service jointly with Citizens Advice Wearside and the Tees Valley Law Clinic.": {
        "River Reach Trust PARTNER_OF Citizens Advice Wearside",
        "River Reach Trust PARTNER_OF Tees Valley Law Clinic",
    },
    "The University of Mindelo already cooperates with the University of Las Palmas in Spain.": {
        "University of Mindelo PARTNER_OF University of Las Palmas",
    },
    "Project partners are Caritas, the Skills Development Agency, Tva Mela (Moldova) and DVV International.": {
        "Caritas PARTNER_OF DVV International",
        "Caritas PARTNER_OF Skills Development Agency",
        "Caritas PARTNER_OF Tva Mela",
        "Skills Development Agency PARTNER_OF DVV International",
        "Skills Development Agency PARTNER_OF Tva Mela",
        "Tva Mela PARTNER_OF DVV International",
    },
    "“Roofs” is a three-year initiative of UNHCR, the International Labour Organization and the Commune of Garoua.": {
        "Roofs IMPLEMENTED_BY Commune of Garoua",
        "Roofs IMPLEMENTED_BY International Labour Organization",
        "Roofs IMPLEMENTED_BY United Nations High Commissioner for Refugees",
    },
    "The consortium consists of the following partners:\n\n• University of Helsinki\n\n• University College Dublin\n\n• SonicLeaf GmbH, Freiburg": {
        "University College Dublin PARTNER_OF SonicLeaf GmbH",
        "University of Helsinki PARTNER_OF SonicLeaf GmbH",
        "University of Helsinki PARTNER_OF University College Dublin",
    },
    "It was held by the Ministry of Health through its Expanded Programme on Immunization (EPI), with technical assistance from the World Health Organization (WHO).": {
        "Expanded Programme on Immunization SUPPORTED_BY World Health Organization",
    },
    "The roundtable forms part of the Women's Peace Agenda 2023–2026, a programme which UN Women implements in Jordan.": {
        "Women's Peace Agenda 2023–2026 IMPLEMENTED_BY UN Women",
    },
    "The FICASE foundation has taken over responsibility.": set(),
    "The project “Near” is financed by the European Union and UNDP provides technical assistance.": {
        "Near FUNDED_BY European Union",
    },
    "Council of Europe, EU and UNHCR seminar for lawyers on European legal practices\n\nIt was for them that the Council of Europe, the European Union and the UNHCR organised a seminar in Warsaw on 27 September 2022.": {
        "it HELD_IN Warsaw",
        "it ORGANISED_BY Council of Europe",
        "it ORGANISED_BY European Union",
        "it ORGANISED_BY United Nations High Commissioner for Refugees",
    },
    "He opened the kick-off meeting of RiverPulse on 17 January 2024.\n\nRiverPulse will study rivers. The project receives 6.4 million euros from the European Union through Horizon Europe.": {
        "RiverPulse FUNDED_BY European Union",
        "RiverPulse PART_OF Horizon Europe",
        "it PART_OF RiverPulse",
    },
    "The training was organised by UN Women Nepal and UNICEF Lesotho.": {
        "it ORGANISED_BY UN Women",
        "it ORGANISED_BY United Nations Children's Fund",
    },
    "The money for the ‘Crofton for Kids’ project comes from the Association of Independent Museums under its ‘New Stories New Audiences’ programme, which is funded by the National Lottery Heritage Fund.": {
        "Crofton for Kids FUNDED_BY Association of Independent Museums",
        "New Stories New Audiences FUNDED_BY National Lottery Heritage Fund",
    },
    "Prizes were given in Tunis on 13 December 2018, at the closing ceremony of the program “Investigative journalism and access”.": {
        "it HELD_IN Tunis",
        "it PART_OF Investigative journalism and access",
    },
    "The course was organized by the National Authority to Combat Trafficking in Persons.": {
        "it ORGANISED_BY National Authority to Combat Trafficking in Persons",
    },
    "They were welcomed at the University of Luanda by the Rector, Eduardo Ekundi. The University of Fort Hare sent a delegation.": {
        "Eduardo Ekundi REPRESENTS University of Luanda",
    },
    "Manila, 3 May 2024 – The Asian Development Bank (ADB) has approved a $135 million loan to bring safe water to villages.\n\nThe Karakul Rural Water Project will lay 620 kilometers of pipelines. The Agence Française de Développement (AFD) will provide parallel cofinancing of $80 million.\n\nA further grant of $3 million will be provided by the Japan Fund for Poverty Reduction. It follows the Bishkek Road Rehabilitation Project.": {
        "Karakul Rural Water FUNDED_BY Agence Française de Développement",
        "Karakul Rural Water FUNDED_BY Asian Development Bank",
        "Karakul Rural Water FUNDED_BY Japan Fund for Poverty Reduction",
    },
    "For the Platform of NGOs of Cabo Verde, which was heard for the first time, Dulcelina Semedo asked for simpler reporting.": {
        "Dulcelina Semedo REPRESENTS Platform of NGOs of Cabo Verde",
    },
    "Advocate Sipho Dyantyi, appearing for Lawyers for Human Rights, argued that the quota had no basis.": {
        "Sipho Dyantyi REPRESENTS Lawyers for Human Rights",
    },
    "The forum was organised by the Embassy of the Czech Republic in Ulaanbaatar. Ambassador Zuzana Juráková announced at the forum that the office opens.": {
        "Zuzana Juráková ATTENDED it",
        "Zuzana Juráková REPRESENTS Embassy of the Czech Republic in Ulaanbaatar",
        "it ORGANISED_BY Embassy of the Czech Republic in Ulaanbaatar",
    },
    "“We hope,” said the Fund's president, Karin Halvorsen. The Halvorsen Family Fund gave the money.": {
        "Karin Halvorsen REPRESENTS Halvorsen Family Fund",
    },
    "The Slovenian foundation Racio Lab was represented at the conference by Blaž Černigoj.": {
        "Blaž Černigoj ATTENDED it",
        "Blaž Černigoj REPRESENTS Racio Lab",
        "Racio Lab ATTENDED it",
    },
    "Yesterday's launch at the Sola Nakamal began with a welcome.": {
        "it HELD_IN Sola Nakamal",
    },
    "The public hearing in the Osh City Hall was opened by Ana Kos.": {
        "Ana Kos ATTENDED it",
        "it HELD_IN Osh City Hall",
    },
    "Tirana, 6 June 2024.\n\nThe Minister of Interior, Ana Kos, received a delegation on a visit to Albania.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Ministry of Interior",
        "it HELD_IN Tirana",
    },
    "UNESCO and the State Board of Antiquities inaugurated today the Heritage Crafts Centre in Mosul.\n\nThe inauguration was attended by Ana Kos.": {
        "Ana Kos ATTENDED it",
        "State Board of Antiquities ATTENDED it",
        "United Nations Educational, Scientific and Cultural Organization ATTENDED it",
        "it HELD_IN Mosul",
    },
    "The workshop was held in Lima.\n\nThe following persons addressed the opening session:\n\n- Ana Kos, Director of CARE\n\n- Petra Lee, UNDP Resident Representative": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS CARE International",
        "Petra Lee ATTENDED it",
        "Petra Lee REPRESENTS United Nations Development Programme",
        "it HELD_IN Lima",
    },
    "The project “Near” is financed by the European Union and co-financed by the Swedish International Development Cooperation Agency, which CARE is implementing until December 2025.": {
        "Near FUNDED_BY European Union",
        "Near FUNDED_BY Swedish International Development Cooperation Agency",
        "Near IMPLEMENTED_BY CARE International",
    },
    "The Central Fund has released US$6 million for the operation of UNICEF, and the Swedish Red Cross gave 1.5 million euros to CARE.": {
        "CARE International FUNDED_BY Swedish Red Cross",
    },
    "Lindholm Family Foundation announces its spring grants\n\nThe call was open from November to January.\n\n* Sauti Foundation, Mwanza, Tanzania: SEK 2.6 million for reading lamps\n\n* Terre des Hommes, Nebaj, Guatemala: SEK 3.1 million for hostels": {
        "Sauti Foundation FUNDED_BY Lindholm Family Foundation",
        "Terre des hommes FUNDED_BY Lindholm Family Foundation",
    },
    "Ana Kos, an agronomist who has worked for CARE since the beginning, remembers the first season.": {
        "Ana Kos REPRESENTS CARE International",
    },
    "Barry Tuohy, for the Department of Integration, argued that the State had used every hotel.": {
        "Barry Tuohy REPRESENTS Department of Integration",
    },
    "The kick-off meeting brought more than 40 scientists to Matoli on 8 and 9 February 2024.": {
        "it HELD_IN Matoli",
    },
    "The fourth meeting of the forum was held in Lima. The fifth meeting will take place in Cotonou.": {
        "it HELD_IN Lima",
    },
    "UN Women, in partnership with the Jordanian National Commission for Women (JNCW) and the Ministry of Labour, convened on 12 and 13 October 2021 a national consultation on jobs at the Landmark Hotel in Amman.": {
        "UN Women PARTNER_OF Jordanian National Commission for Women",
        "UN Women PARTNER_OF Ministry of Labour",
        "it HELD_IN Amman",
        "it HELD_IN Landmark Hotel",
        "it ORGANISED_BY UN Women",
    },
    "They took part in a training held from 6 to 9 May 2024 at Makola by the Ministry of Health.": {
        "it ORGANISED_BY Ministry of Health",
    },
}


# The same in Serbian and Bosnian.
BCMS: dict[str, set[str]] = {
    "Evropska unija i UNICEF organizovali su radionicu o vakcinaciji u Tuzli 4. maja 2024. godine.": {
        "it HELD_IN Tuzla",
        "it ORGANISED_BY Evropska unija",
        "it ORGANISED_BY UNICEF",
    },
    "Radionicu o vakcinaciji u Tuzli organizovali su Evropska unija i UNICEF.": {
        "it HELD_IN Tuzla",
        "it ORGANISED_BY Evropska unija",
        "it ORGANISED_BY UNICEF",
    },
    "Radionica o vakcinaciji održana je u Tuzli 4. maja 2024. u organizaciji UNICEF-a i Ministarstva zdravstva.": {
        "it HELD_IN Tuzla",
        "it ORGANISED_BY Ministarstvo zdravstva",
        "it ORGANISED_BY UNICEF",
    },
    "Projekat „Čista voda“ finansira Evropska unija, a sprovodi UNDP u saradnji sa Ministarstvom poljoprivrede.": {
        "Program Ujedinjenih nacija za razvoj PARTNER_OF Ministarstvo poljoprivrede",
        "Čista voda FUNDED_BY Evropska unija",
        "Čista voda IMPLEMENTED_BY Program Ujedinjenih nacija za razvoj",
    },
    "Projekat „Čista voda“ finansiran je od strane Evropske unije.": {"Čista voda FUNDED_BY Evropska unija"},
    "Projekt „Čista voda“ provode Crveni krst i Opština Bileća uz finansijsku podršku Švedske agencije za međunarodni razvoj.": {
        "Čista voda FUNDED_BY Švedska agencija za međunarodni razvoj",
        "Čista voda IMPLEMENTED_BY Crveni krst",
        "Čista voda IMPLEMENTED_BY Opština Bileća",
    },
    "Vlada Japana donirala je dva miliona evra za projekat „Čista voda“.": {"Čista voda FUNDED_BY Vlada Japana"},
    "Evropska unija je za projekat „Čista voda“ izdvojila dva miliona evra.": {"Čista voda FUNDED_BY Evropska unija"},
    "Ministarka zdravlja Ana Kos i šefica UNICEF-a u Srbiji Dejana Lim otvorile su konferenciju u Nišu.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Ministarstvo zdravlja",
        "Dejana Lim ATTENDED it",
        "Dejana Lim REPRESENTS UNICEF",
        "it HELD_IN Niš",
    },
    "Konferenciju u Nišu otvorila je ministarka zdravlja Ana Kos.": {
        "Ana Kos ATTENDED it",
        "Ana Kos REPRESENTS Ministarstvo zdravlja",
        "it HELD_IN Niš",
    },
    "Na konferenciji u Nišu govorili su ministar pravde Ivan Kos, ambasadorka Norveške Kari Lund i direktor Crvenog krsta Marko Babić.": {
        "Ivan Kos ATTENDED it",
        "Ivan Kos REPRESENTS Ministarstvo pravde",
        "Kari Lund ATTENDED it",
        "Kari Lund REPRESENTS Ambasada Norveške",
        "Marko Babić ATTENDED it",
        "Marko Babić REPRESENTS Crveni krst",
        "it HELD_IN Niš",
    },
    "Ministar pravde Ivan Kos izjavio je na konferenciji u Nišu da je reforma završena.": {
        "Ivan Kos ATTENDED it",
        "Ivan Kos REPRESENTS Ministarstvo pravde",
        "it HELD_IN Niš",
    },
    "Konferenciji u Nišu prisustvovali su predstavnici Ministarstva pravde, OEBS-a i Saveta Evrope.": {
        "Ministarstvo pravde ATTENDED it",
        "OEBS ATTENDED it",
        "Savet Evrope ATTENDED it",
        "it HELD_IN Niš",
    },
    "U radu konferencije u Nišu učestvovali su predstavnici Ministarstva pravde i OEBS-a.": {
        "Ministarstvo pravde ATTENDED it",
        "OEBS ATTENDED it",
        "it HELD_IN Niš",
    },
    "Memorandum o saradnji potpisali su direktor Crvenog krsta Marko Babić i predstavnik UNICEF-a Ivan Kos.": {
        "Crveni krst PARTNER_OF UNICEF",
        "Ivan Kos REPRESENTS UNICEF",
        "Marko Babić REPRESENTS Crveni krst",
    },
    "Ministarstvo pravde i OEBS potpisali su memorandum o razumevanju u Nišu 4. maja 2024.": {"Ministarstvo pravde PARTNER_OF OEBS"},
    "Sporazum o saradnji između Ministarstva pravde i OEBS-a potpisan je u Nišu.": {"Ministarstvo pravde PARTNER_OF OEBS"},
    "Radionica je održana u okviru projekta „Čista voda“ koji finansira Evropska unija, a realizuje UNDP.": {
        "it PART_OF Čista voda",
        "Čista voda FUNDED_BY Evropska unija",
        "Čista voda IMPLEMENTED_BY Program Ujedinjenih nacija za razvoj",
    },
    "Niš je bio domaćin konferencije o pravosuđu koju su organizovali OEBS i Savet Evrope.": {
        "it HELD_IN Niš",
        "it ORGANISED_BY OEBS",
        "it ORGANISED_BY Savet Evrope",
    },
    "OEBS je pozvan na konferenciju u Nišu.": {"OEBS ATTENDED invited it", "it HELD_IN Niš"},
    "Konferenciju je moderirala Ana Kos iz Centra za ljudska prava.": {"Ana Kos ATTENDED it", "Ana Kos REPRESENTS Centar za ljudska prava"},
    "U ime Ministarstva pravde prisutnima se obratio Ivan Kos.": {"Ivan Kos REPRESENTS Ministarstvo pravde"},
}


def said(sentence: str, language: str) -> set[str]:
    document = extract(sentence, published="2024-05-20", language=language)
    names = {t.id: "it" if t.id == document.main else t.name for t in document.things}
    return {f"{names[s.source]} {s.type}{' ' * bool(s.modality)}{s.modality} {names[s.target]}" for s in document.said}


@pytest.mark.parametrize("sentence", SAID)
def test_a_sentence_says_this_and_nothing_else(sentence: str) -> None:
    assert said(sentence, "en") == SAID[sentence]


@pytest.mark.parametrize("sentence", BCMS)
def test_a_sentence_of_another_language_likewise(sentence: str) -> None:
    assert said(sentence, "sr") == BCMS[sentence]


@pytest.mark.parametrize("sentence", BCMS)
def test_in_cyrillic_letters_it_says_as_much(sentence: str) -> None:
    latin, cyrillic = (extract(text, published="2024-05-20", language="sr").said for text in (sentence, to_cyrillic(sentence)))
    assert [s.type for s in cyrillic] == [s.type for s in latin]


WHEN: dict[str, tuple[str, ...]] = {
    "Lima, 20 May 2024 – A three-day workshop on water was concluded on 19 May 2024 in Lima.": ("2024-05-17", "2024-05-19"),
    "The exhibition opened in Lima on 2 May 2024. The exhibition runs until 12 May.": ("2024-05-02", "2024-05-12"),
    "Lima, 16 May 2024 – Judges of four countries met on Tuesday and Wednesday in Lima at a workshop on water.": (
        "2024-05-14",
        "2024-05-15",
    ),
    "The workshop was concluded on 12 May 2024 in Lima. From 7 to 12 May, 38 young researchers took part in it.": (
        "2024-05-07",
        "2024-05-12",
    ),
    "The workshop took place in Lima between 30 April and 2 May 2024.": ("2024-04-30", "2024-05-02"),
    "On May 4-6, 2024, the workshop took place in Lima.": ("2024-05-04", "2024-05-06"),
    "The workshop was held on the 4th and 5th of May 2024 in Lima.": ("2024-05-04", "2024-05-05"),
    "The workshop was held in Lima on 4 May.": ("2024-05-04", "2024-05-04"),
    "The workshop was held in Lima yesterday.": ("2024-05-19", "2024-05-19"),
    "During the period October 09, 2023 to October 11, 2023, a workshop was held in Lima.": ("2023-10-09", "2023-10-11"),
    "The workshop was held in Lima from Monday the 3rd to Friday the 7th of May 2024.": ("2024-05-03", "2024-05-07"),
    "The workshop in Lima commenced on April 13 and ended on May 2, 2024.": ("2024-04-13", "2024-05-02"),
    "A workshop of the project “Green Belt” was held in Lima today.": ("2024-05-20", "2024-05-20"),
    "The workshop was held in Lima last week.": (),
    "Following a meeting in Cusco on 2 March 2024, a workshop was held in Lima on 4 May 2024.": ("2024-05-04", "2024-05-04"),
    "The deadline for the workshop in Lima is 1 May 2024; the workshop will be held on 4 June 2024.": ("2024-06-04", "2024-06-04"),
    "Lima, 4 May 2024. The Ministry of Health organised a workshop today.": ("2024-05-04", "2024-05-04"),
    "Kathmandu, 4 May (RSS): The Ministry of Health held a workshop here on Friday.": ("2024-05-03", "2024-05-03"),
    "From Monday to Wednesday, 6–8 May 2024, UNICEF held a workshop in Lima.": ("2024-05-06", "2024-05-08"),
}


@pytest.mark.parametrize("sentence", WHEN)
def test_a_sentence_says_when_it_was(sentence: str) -> None:
    document = extract(sentence, published="2024-05-20")
    assert next(t for t in document.things if t.id == document.main).dates == WHEN[sentence]


def test_a_weekday_is_the_one_before_the_dateline() -> None:
    text = "GENEVA, 4 May 2024 – UNICEF organised a workshop on vaccines in Juba on Thursday. It was opened by Ana Costa."
    for published in ("", "2024-05-10", "2024-05-04"):
        document = extract(text, published=published)
        assert next(t for t in document.things if t.id == document.main).dates == ("2024-05-02", "2024-05-02")
